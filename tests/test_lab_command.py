"""`make lab` and `backprop-course` as a learner on a machine without a screen meets them."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import pytest

import backprop_course
import backprop_course.__main__ as command
from backprop_course.course import launch
from backprop_course.course.delivery import deliver
from backprop_course.tasks.desk import MANIFEST

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parent.parent
START = """import sys, pathlib
from backprop_course.course.launch import open_course
open_course(*map(pathlib.Path, sys.argv[1:3]), sys.argv[3:])"""
KINDS = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")


@pytest.fixture
def course(tmp_path):
    """A course of one lesson and one page."""
    (tmp_path / "course" / "notebooks").mkdir(parents=True)
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Try it")])
    (tmp_path / "course" / "notebooks" / "01_try_it.ipynb").write_text(nbformat.v4.writes(lesson))
    (tmp_path / "course" / "FAULTS.md").write_text("# Faults")
    return tmp_path / "course"


@contextmanager
def server(course, environment):
    """A server started on a desk beside the course; yield the file that it prints to."""
    command = [sys.executable, "-c", START, course, course.parent / "my course"]
    command += ["--ServerApp.port=0"]  # two servers that look for a port at one time find the same
    environment = {**os.environ, "CI": "true", **environment}
    with (course.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield course.parent / "log"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def address(log, seconds=180):
    """The address that the server prints, waited for; it may print that a moment before it listens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := re.search(r"(http://127\.0\.0\.1:(\d+))(/\S+)\?token=(\w+)", log.read_text()):
            host, port, page, token = found.groups()
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", int(port))):
                return host, page, token
        time.sleep(0.05)
    raise AssertionError(f"no address that answers in:\n{log.read_text()}")


def fetch(url, data=None):
    """The text at a URL, past any proxy."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, data, timeout=30) as response:
        return response.read().decode()


def test_the_printed_address_opens_the_first_lesson_behind_its_token(course):
    homes = {f"JUPYTER_{kind}": str(course.parent / kind.lower()) for kind in KINDS}
    with server(course, homes) as log:
        host, page, token = address(log)
        assert page == "/lab/tree/01_try_it.ipynb"
        assert "01_try_it.ipynb is on your desk." in log.read_text()
        assert "jupyter-config-data" in fetch(f"{host}{page}?token={token}")
        assert "# Try it" in fetch(f"{host}/api/contents/01_try_it.ipynb?token={token}")
        comms = "@jupyterlab/apputils-extension:kernels-settings"
        assert '"default": "disabled"' in fetch(f"{host}/lab/api/settings/{comms}?token={token}")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetch(f"{host}/api/status")


@pytest.mark.full  # test_delivery has such files, too; here a second server starts on them
def test_a_desk_full_of_hostile_files_and_no_home_still_open(course):
    lessons = course / "notebooks"
    (desk := course.parent / "my course").mkdir()
    for number in range(2, 6):
        shutil.copy(lessons / "01_try_it.ipynb", lessons / f"0{number}_try_it.ipynb")
    (desk / "02_try_it.ipynb").mkdir()
    os.mkfifo(desk / "03_try_it.ipynb")
    (desk / "04_try_it.ipynb").symlink_to("nowhere")
    (desk / "05_try_it.ipynb").write_text("[" * 100_000)
    (desk / ".delivered.json").write_text("[" * 100_000)
    homeless = {"HOME": "/dev/null", "XDG_DATA_HOME": "", "TMPDIR": str(course.parent)}
    homeless |= {f"JUPYTER_{kind}": "" for kind in KINDS}
    with server(course, homeless) as log:
        host, page, token = address(log)
        *news, memories = log.read_text().partition("[C ")[0].splitlines()
        assert page == "/lab/tree/01_try_it.ipynb" and "home folder" in memories
        assert [line[:2] for line in news] == ["01", "02", "03", "04", "05", "FA"]
        listed = json.loads(fetch(f"{host}/api/contents?token={token}"))["content"]
        assert "01_try_it.ipynb" in [each["name"] for each in listed]
        session = {"path": "01_try_it.ipynb", "name": "01_try_it.ipynb", "type": "notebook"}
        asked = json.dumps({**session, "kernel": {"name": "python3"}}).encode()
        assert json.loads(fetch(f"{host}/api/sessions?token={token}", asked))["kernel"]["name"] == "python3"
        assert "Traceback" not in log.read_text()


def test_where_no_desk_can_be_made_a_sentence_says_so(course, tmp_path):
    (tmp_path / "desk").write_text("my work")
    with pytest.raises(SystemExit, match="cannot be opened on .*desk: File exists"):
        launch.open_course(course, tmp_path / "desk")
    assert (tmp_path / "desk").read_text() == "my work"


def test_a_screen_is_not_expected_in_containers_ci_or_without_display(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(launch, "CONTAINER_MARKS", ())
    assert launch.has_screen({"DISPLAY": ":0"}) and launch.has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not launch.has_screen({"DISPLAY": ""})
    assert not launch.has_screen({"DISPLAY": ":0", "CI": "true"})
    monkeypatch.setattr(launch, "CONTAINER_MARKS", (tmp_path,))
    assert not launch.has_screen({"DISPLAY": ":0"})


def test_root_is_allowed_only_where_it_is_root(monkeypatch, tmp_path):
    for user, allowed in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert ("--allow-root" in launch.lab_command(tmp_path, {})) == allowed


def test_the_first_lesson_is_a_file_and_its_name_an_address(tmp_path):
    (tmp_path / "00_folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "00_pipe.ipynb")
    (tmp_path / "01 what is it? 100 %.ipynb").touch()
    address = "--LabApp.default_url=/lab/tree/01%20what%20is%20it%3F%20100%20%25.ipynb"
    assert address in launch.lab_command(tmp_path, {})


def test_the_lab_starts_without_the_quick_connection(monkeypatch):
    assert launch.no_delay() == [
        "--ServerApp.kernel_websocket_connection_class=backprop_course.course.no_delay.NoDelay"
    ]
    monkeypatch.setitem(sys.modules, "backprop_course.course.no_delay", None)
    assert launch.no_delay() == []


def test_a_clone_has_its_lessons_and_desk_and_a_wheel_its_own(tmp_path, monkeypatch):
    assert launch.find_course() == HOUSE and launch.find_desk() == HOUSE / "my_course"
    package = tmp_path / "site-packages" / "backprop_course"
    (package / "notebooks").mkdir(parents=True)
    (tmp_path / "site-packages" / "pyproject.toml").touch()  # another's: it makes no clone of this
    (desk := tmp_path / "my_course").mkdir()
    monkeypatch.chdir(tmp_path)
    assert launch.find_course(package) == package and launch.find_desk(package) == desk


def test_a_wheels_command_given_on_a_desk_means_that_desk(tmp_path, monkeypatch):
    package, desk = tmp_path / "backprop_course", tmp_path / "lessons of mine"
    for folder in (package / "notebooks", desk / "deeper"):
        folder.mkdir(parents=True)
    deliver(package / "notebooks", desk)
    for here in (desk, desk / "deeper"):
        monkeypatch.chdir(here)
        assert launch.find_desk(package) == (desk if (desk / MANIFEST).is_file() else here / "my_course")


def test_a_folder_that_keeps_no_files_is_told_from_one_that_does(tmp_path):
    (tmp_path / "file").touch()
    assert launch.keeps_files(tmp_path / "new" / "folder")
    assert not launch.keeps_files(tmp_path / "file") and not launch.keeps_files(tmp_path / "file" / "folder")


def test_the_command_hands_what_it_does_not_know_to_jupyterlab(monkeypatch):
    monkeypatch.setattr(launch, "open_course", lambda extra: handed.append(extra))
    handed = []
    command.main(["lab", "--port=9000", "--no-browser", "--ServerApp.open_browser", "False"])
    command.main(["lab", "--version"])
    command.main(["lab"])
    command.main([])
    options = ["--port=9000", "--no-browser", "--ServerApp.open_browser", "False"]
    assert handed == [options, ["--version"], [], []]


def test_the_command_has_a_help_page_and_refuses_what_it_does_not_know(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for asked, said in (
        (["--help"], "open the course in JupyterLab"),
        (["lab", "--help"], "never overwritten"),
        (["examine", "--help"], "--loss NAME       the function that gives the loss"),
        (["assignment", "--help"], "nbgrader"),
        (["answers", "--help"], "unfolded"),
    ):
        with pytest.raises(SystemExit, match="0"):
            command.main(asked)
        page = capsys.readouterr().out
        assert said in page and "assignment\n" not in page
        assert max(map(len, page.splitlines())) < 80
    for nonsense in (["lap"], ["examine", "my_net.py", "--port=9000"], ["--port=9000"]):
        with pytest.raises(SystemExit, match="2"):
            command.main(nonsense)
    assert "come after `lab`" in capsys.readouterr().err
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="JupyterLab is not installed"):
        command.main(["lab"])


def test_the_command_says_the_version_that_the_changelog_ends_in(capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main(["--version"])
    assert capsys.readouterr().out == f"backprop-course {backprop_course.__version__}\n"
    latest = re.search(r"^## (\S+)", (HOUSE / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert latest[1] == backprop_course.__version__
