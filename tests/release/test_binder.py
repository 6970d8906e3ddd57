"""What Binder would make of the repository, as its own tool reads it; no image is built here."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parent.parent.parent


def test_binder_takes_the_files_of_its_folder_and_the_python_that_they_name(monkeypatch):
    app = pytest.importorskip("repo2docker.app", reason="Binder's tool is not installed: make beyond")
    monkeypatch.chdir(HOUSE)
    settings = app.Repo2Docker()
    packs = (make(settings.base_image) for make in settings.buildpacks)
    taken = next(pack for pack in packs if pack.detect())
    assert type(taken).__name__ == "CondaBuildPack" and taken.python_version == "3.13"
    assert list(taken.get_preassemble_script_files()) == [".binder/environment.yml"]
    assert taken.get_post_build_scripts() == [".binder/postBuild"]
