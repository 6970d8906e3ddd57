"""`make lab` as a learner on a machine without a screen meets it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

HOUSE = Path(__file__).resolve().parent.parent
START = """import sys, pathlib
from backprop_course.course.delivery import main
main(*map(pathlib.Path, sys.argv[1:]))"""


@pytest.fixture
def server(tmp_path):
    """A server started on a course of one lesson, in a Jupyter home of its own, and the file it prints to."""
    (tmp_path / "lessons").mkdir()
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Try it")])
    (tmp_path / "lessons" / "01_try_it.ipynb").write_text(nbformat.v4.writes(lesson))
    kinds = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    homes = {f"JUPYTER_{kind}": str(tmp_path / kind.lower()) for kind in kinds}
    command = [sys.executable, "-c", START, str(tmp_path / "lessons"), str(tmp_path / "my course")]
    with (tmp_path / "log").open("wb") as log:
        environment = {**os.environ, **homes, "CI": "true"}
        process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=log, stderr=subprocess.STDOUT)
        yield tmp_path / "log"
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def address(log, seconds=60):
    """The address that the server prints, waited for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := re.search(r"(http://127\.0\.0\.1:\d+)(/\S+)\?token=(\w+)", log.read_text()):
            return found.groups()
        time.sleep(0.05)
    raise AssertionError(f"no address in:\n{log.read_text()}")


def fetch(url):
    """The text at a URL, past any proxy; a server may print its address a moment before it answers."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30) as response:
        return response.read().decode()


def test_the_printed_address_opens_the_first_lesson_behind_its_token(server):
    host, page, token = address(server)
    assert page == "/lab/tree/01_try_it.ipynb"
    assert "01_try_it.ipynb is on your desk." in server.read_text()
    assert "jupyter-config-data" in fetch(f"{host}{page}?token={token}")
    assert "# Try it" in fetch(f"{host}/api/contents/01_try_it.ipynb?token={token}")
    settings = fetch(f"{host}/lab/api/settings/@jupyterlab/apputils-extension:kernels-settings?token={token}")
    assert '"default": "disabled"' in settings
    with pytest.raises(urllib.error.HTTPError, match="403"):
        fetch(f"{host}/api/status")
