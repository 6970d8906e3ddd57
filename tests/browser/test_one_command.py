"""The course as one installs it: a wheel in a fresh environment, and its command in a fresh folder."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from notebooks_on_stage import FOLDER, imports_and_labs

from backprop_course import __version__
from browser.jupyter_page import Jupyter, Notebook, started

pytestmark = pytest.mark.full

HOUSE = FOLDER.parent
LESSON = "01_descend_a_slope.ipynb"


def run(*command, ends=0, **options):
    """What a command prints; it must end well, or with this exit code."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    assert done.returncode == ends, done.stdout + done.stderr
    return done.stdout


def wheel(source, folder):
    """The wheel that is built of a source tree, by what is installed here."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    run(sys.executable, "-m", "pip", "wheel", *options, folder, source)
    return next(folder.glob("*.whl"))


class Installed:
    """A fresh environment with the course in it; what the course needs comes from this environment."""

    def __init__(self, home):
        venv.create(home, symlinks=True)
        self.home = home
        folder = sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)})
        (Path(folder) / "others.pth").write_text(sysconfig.get_path("purelib"))
        jupyter, settings = (Path(sys.prefix) / folder / "jupyter" for folder in ("share", "etc"))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        here = {"JUPYTER_PATH": jupyter, "JUPYTER_CONFIG_PATH": settings, "JUPYTERLAB_DIR": jupyter / "lab"}
        self.environment = {**kept, "CI": "true", **{name: str(path) for name, path in here.items()}}

    @property
    def command(self):
        return self.home / "bin" / "backprop-course"

    def install(self, path):
        python = self.home / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--quiet", "--python", python]
        run(*pip, "install", "--no-deps", "--no-index", "--force-reinstall", path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The course, installed from its wheel."""
    home = tmp_path_factory.mktemp("installed")
    course = Installed(home / "environment")
    course.install(wheel(HOUSE, home))
    return course


def test_the_command_opens_the_course_in_a_fresh_folder_and_a_slider_moves(installed, chromium, tmp_path):
    (folder := tmp_path / "fresh folder").mkdir()
    (tmp_path / "home").mkdir()
    options = ["lab", "--ServerApp.port=0", "--LabApp.expose_app_in_browser=True"]
    where = [folder, installed.environment, tmp_path / "home"]
    with started([installed.command, *options], *where) as (url, token):
        said = (tmp_path / "home" / "log").read_text()
        assert f"{LESSON} is on your desk." in said and f"lie in {folder / 'my_course'}." in said
        with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
            notebook = Notebook(context, Jupyter(url, token, folder / "my_course"), LESSON)
            notebook.wait_for_kernel()
            notebook.run(*imports_and_labs(FOLDER / LESSON))
            home = notebook.ask("__import__('backprop_course').__path__[0]")
            assert Path(home).is_relative_to(installed.home)
            (lab,) = notebook.labs()
            before = lab.caption, lab.moving
            lab.box.get_by_role("slider").first.press("Home")
            assert notebook.until(lambda: lab.caption != before[0] and lab.moving != before[1])
            assert notebook.complaints() == []
            notebook.close()


def test_a_program_is_examined_from_any_folder(installed, tmp_path):
    readme = (HOUSE / "README.md").read_text()
    (tmp_path / "my_net.py").write_text(re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1])
    said = run(installed.command, "examine", "my_net.py", ends=1, cwd=tmp_path, env=installed.environment)
    assert said.startswith("Wrong: layer 1 (W1, b1)")


def test_the_next_version_brings_its_lessons_and_leaves_what_is_written(installed, tmp_path):
    def opened():
        """What the command says before JupyterLab, which says its version and ends."""
        return run(installed.command, "lab", "--version", cwd=tmp_path, env=installed.environment)

    opened()
    desk = tmp_path / "my_course"
    mine = (desk / LESSON).read_text().replace("# Descend a slope", "# My slope", 1)
    (desk / LESSON).write_text(mine)
    for name in ("backprop_course", "notebooks", "tools", "FAULTS.md", "README.md", "LICENSE"):
        (tmp_path / "next").mkdir(exist_ok=True)
        run("cp", "-r", HOUSE / name, tmp_path / "next")
    settings = (HOUSE / "pyproject.toml").read_text()
    (tmp_path / "next" / "pyproject.toml").write_text(settings)
    about = tmp_path / "next" / "backprop_course" / "__init__.py"
    about.write_text(about.read_text().replace(f'"{__version__}"', '"99.0"'))
    for name in (LESSON, "02_fit_a_line.ipynb"):
        path = tmp_path / "next" / "notebooks" / name
        path.write_text(path.read_text().replace("**Time**", "**Hours**", 1))
    (tmp_path / "wheel").mkdir()
    installed.install(wheel(tmp_path / "next", tmp_path / "wheel"))
    assert run(installed.command, "--version", env=installed.environment) == "backprop-course 99.0\n"
    said = opened()
    assert f"{LESSON} was updated; yours stays" in said
    assert "02_fit_a_line.ipynb was updated; you had not changed it." in said
    assert (desk / LESSON).read_text() == mine
    assert "**Hours**" in (desk / "02_fit_a_line.ipynb").read_text()
    assert "**Hours**" in (desk / "01_descend_a_slope (new version).ipynb").read_text()
