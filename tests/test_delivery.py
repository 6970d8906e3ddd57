"""The learner's desk: what is delivered, what is kept, and what is said about what stands in the way."""

import errno
import json
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from backprop_course.course import delivery, editions, normal_form

LESSON = "02_fit_a_line.ipynb"
BESIDE = "02_fit_a_line (new version).ipynb"
# A desk as delivery left it when its manifest did not know sources yet; lesson 06 was the course's own then.
EARLIER = json.loads((Path(__file__).parent / "earlier_desk.json").read_text())


@pytest.fixture
def lessons(tmp_path):
    """A folder of lessons that holds one."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / LESSON).write_text("first edition")
    return tmp_path / "notebooks"


@pytest.fixture
def desk(tmp_path):
    """A desk that does not exist yet."""
    return tmp_path / "my course"


@pytest.fixture
def in_time():
    """Fail instead of waiting for ever, as a pipe would let us."""

    def fail(*_):
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def contents(desk):
    """What lies on the desk, by path, without the manifest."""
    files = [path for path in desk.rglob("*") if path.is_file() and path.name != delivery.MANIFEST]
    return {path.relative_to(desk).as_posix(): path.read_text() for path in files}


def stamps(desk):
    """When each file of the desk was last written."""
    return {path.name: path.stat().st_mtime_ns for path in desk.iterdir()}


def test_new_lessons_are_added_and_a_second_run_is_silent(lessons, desk):
    assert delivery.deliver(lessons, desk) == [f"{LESSON} is on your desk."]
    before = stamps(desk)
    assert delivery.deliver(lessons, desk) == []
    assert stamps(desk) == before
    assert contents(desk) == {LESSON: "first edition"}


def test_an_untouched_lesson_follows_its_updates(lessons, desk):
    delivery.deliver(lessons, desk)
    (lessons / LESSON).write_text("second edition")
    assert delivery.deliver(lessons, desk) == [f"{LESSON} was updated; you had not changed it."]
    assert contents(desk) == {LESSON: "second edition"}


def test_a_touched_lesson_stays_and_its_update_is_laid_beside_once(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("my work")
    assert delivery.deliver(lessons, desk) == []
    (lessons / LESSON).write_text("second edition")
    (news,) = delivery.deliver(lessons, desk)
    assert news.endswith(BESIDE)
    assert contents(desk) == {LESSON: "my work", BESIDE: "second edition"}
    (desk / BESIDE).unlink()
    assert delivery.deliver(lessons, desk) == []
    assert contents(desk) == {LESSON: "my work"}


def test_updates_beside_are_numbered(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("my work")
    for edition in ("second", "third", "fourth"):
        (lessons / LESSON).write_text(edition)
        delivery.deliver(lessons, desk)
    third, fourth = (f"02_fit_a_line (new version {number}).ipynb" for number in (2, 3))
    assert contents(desk) == {LESSON: "my work", BESIDE: "second", third: "third", fourth: "fourth"}


def test_the_learner_who_already_has_the_update_gets_no_second_one(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("second edition")
    (lessons / LESSON).write_text("second edition")
    assert delivery.deliver(lessons, desk) == []
    assert contents(desk) == {LESSON: "second edition"}


def test_a_deleted_lesson_is_put_back(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).unlink()
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: "first edition"}


def test_lessons_in_folders_keep_their_path_and_hidden_ones_are_none(lessons, desk):
    companion = "deeper/03_go_forward.ipynb"
    for path in (companion, ".ipynb_checkpoints/02_fit_a_line-checkpoint.ipynb", "deeper/.hidden.ipynb"):
        (lessons / path).parent.mkdir(exist_ok=True)
        (lessons / path).write_text("first companion")
    assert delivery.deliver(lessons, desk) == [f"{LESSON} is on your desk.", f"{companion} is on your desk."]
    assert set(json.loads((desk / delivery.MANIFEST).read_text())["lessons"]) == {LESSON, companion}
    (desk / companion).write_text("my work")
    (lessons / companion).write_text("second companion")
    (news,) = delivery.deliver(lessons, desk)
    assert news.startswith(companion)
    beside = "deeper/03_go_forward (new version).ipynb"
    assert contents(desk) == {
        LESSON: "first edition",
        companion: "my work",
        beside: "second companion",
    }


def test_a_page_follows_its_updates_and_leads_nowhere_that_is_not_on_the_desk(lessons, desk):
    page = lessons.parent / "FAULTS.md"
    page.write_text("[faults](nn/faults.py), [a site](https://a.example), `x[0](1)`")
    assert f"{page.name} is on your desk." in delivery.deliver(lessons, desk, [page])
    assert contents(desk)[page.name] == "faults, [a site](https://a.example), `x[0](1)`"
    assert delivery.deliver(lessons, desk, [page]) == []
    page.write_text("second")
    assert delivery.deliver(lessons, desk, [page]) == [f"{page.name} was updated; you had not changed it."]


DAMAGED = [None, b"", b"{", b"[]", b"7", b"\xff\xfe", b'{"02_fit_a_line.ipynb": 7}', b"[" * 100_000]
DAMAGED += [b'{"version": 2}', b'{"version": 2, "lessons": {"02_fit_a_line.ipynb": {"whole": "a"}}}']
DAMAGED += [b'{"version": 2, "lessons": {"02_fit_a_line.ipynb": {"whole": null, "sources": null}}}']
DAMAGED += [b'{"02_fit_a_line.ipynb": []}', b'{"version": 3, "lessons": {}}']


@pytest.mark.parametrize("manifest", DAMAGED, ids=range(len(DAMAGED)))
def test_without_a_sound_manifest_nothing_is_overwritten(lessons, desk, manifest):
    delivery.deliver(lessons, desk)
    (desk / delivery.MANIFEST).unlink()
    if manifest is not None:
        (desk / delivery.MANIFEST).write_bytes(manifest)
    (lessons / LESSON).write_text("second edition")
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: "first edition", BESIDE: "second edition"}


def edition_of(title, output="loss 1"):
    """A lesson with this title, a cell that ran, and a cell to write in."""
    code = new_code_cell("1 + 1", execution_count=1, outputs=[new_output("stream", text=output)])
    cells = [new_markdown_cell(f"# {title}"), code, new_code_cell("answer = ...")]
    return normal_form.normalize(new_notebook(cells=cells))


def store(path, notebook):
    """Write a notebook as JupyterLab does."""
    path.write_text(nbformat.v4.writes(notebook))


def run_it(copy):
    copy.cells[1].update(execution_count=7, outputs=[new_output("error", ename="E", evalue="", traceback=[])])


def open_it(copy):
    copy.metadata = {"language_info": {"name": "python", "version": "3.13.0"}, "widgets": {}}


def fold_it(copy):
    copy.cells[1].metadata = {"collapsed": True, "jupyter": {"outputs_hidden": True}, "trusted": True}


def run_it_past_the_end(copy):
    copy.cells += [new_code_cell(""), new_code_cell(" \n")]


def answer_it(copy):
    copy.cells[2].source = "answer = 2"


def add_a_note(copy):
    copy.cells.append(new_markdown_cell("so that is it"))


def delete_a_cell(copy):
    del copy.cells[1]


def change_a_kind(copy):
    copy.cells[1] = new_markdown_cell(copy.cells[1].source)


def swap_cells(copy):
    copy.cells[1:] = copy.cells[:0:-1]


def paste_a_picture(copy):
    copy.cells[0]["attachments"] = {"sketch.png": {"image/png": "abcd"}}


@pytest.mark.parametrize("do", [run_it, open_it, fold_it, run_it_past_the_end])
def test_running_a_lesson_is_not_touching_it(lessons, desk, do):
    store(lessons / LESSON, edition_of("First"))
    delivery.deliver(lessons, desk)
    copy = nbformat.read(desk / LESSON, as_version=4)
    do(copy)
    store(desk / LESSON, copy)
    before = stamps(desk)
    assert delivery.deliver(lessons, desk) == []
    assert stamps(desk) == before
    store(lessons / LESSON, edition_of("Second"))
    assert delivery.deliver(lessons, desk) == [f"{LESSON} was updated; you had not changed it."]
    assert contents(desk) == contents(lessons)


@pytest.mark.parametrize(
    "do", [answer_it, add_a_note, delete_a_cell, change_a_kind, swap_cells, paste_a_picture]
)
def test_what_a_learner_writes_is_touching_it(lessons, desk, do):
    store(lessons / LESSON, edition_of("First"))
    delivery.deliver(lessons, desk)
    copy = nbformat.read(desk / LESSON, as_version=4)
    do(copy)
    store(desk / LESSON, copy)
    mine = (desk / LESSON).read_text()
    store(lessons / LESSON, edition_of("First", "loss 2"))
    assert delivery.deliver(lessons, desk) == []  # nothing new is written in it
    store(lessons / LESSON, edition_of("Second"))
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: mine, BESIDE: (lessons / LESSON).read_text()}


def test_new_outputs_reach_an_untouched_copy(lessons, desk):
    store(lessons / LESSON, edition_of("First"))
    delivery.deliver(lessons, desk)
    store(lessons / LESSON, edition_of("First", "loss 2"))
    assert delivery.deliver(lessons, desk) == [f"{LESSON} was updated; you had not changed it."]
    assert contents(desk) == contents(lessons)


@pytest.fixture
def earlier_desk(desk):
    """A learner's desk from before manifests knew sources."""
    desk.mkdir()
    for name, content in EARLIER["desk"].items():
        (desk / name).write_text(content)
    return desk


def test_a_desk_from_before_is_recognized(lessons, earlier_desk):
    """Lesson 06 was run, 01 is as it was handed over, 03 was only opened, 04 was answered."""
    names = ["01_as_handed.ipynb", "03_opened.ipynb", "04_answered.ipynb", "06_check_a_gradient.ipynb"]
    mine = (earlier_desk / "04_answered.ipynb").read_text()
    (lessons / LESSON).unlink()
    for name in names:
        store(lessons / name, edition_of(name))
    news = delivery.deliver(lessons, earlier_desk)
    beside = "04_answered (new version).ipynb"
    kept = {"04_answered.ipynb": mine, beside: (lessons / "04_answered.ipynb").read_text()}
    assert contents(earlier_desk) == contents(lessons) | kept
    assert len(news) == 4 and news[2].endswith(beside)
    assert delivery.deliver(lessons, earlier_desk) == []


def test_a_desk_from_before_gets_nothing_where_nothing_is_new(lessons, earlier_desk):
    """What was handed over to lesson 04's learner is still the lesson."""
    (lessons / LESSON).unlink()
    (lessons / "04_answered.ipynb").write_text(EARLIER["handed over as 04"])
    before = contents(earlier_desk)
    assert delivery.deliver(lessons, earlier_desk) == []
    assert contents(earlier_desk) == before


NAMES = st.sampled_from(["01_a.ipynb", "02_b.ipynb"])
KINDS = st.sampled_from(["deliver", "update", "touch", "touch beside", "delete", "forget"])
EVENTS = st.lists(st.tuples(KINDS, NAMES))


@given(events=EVENTS)
def test_what_a_learner_wrote_is_never_lost(tmp_path_factory, events):
    lessons, desk = tmp_path_factory.mktemp("lessons"), tmp_path_factory.mktemp("desk")
    written = {}
    for step, (event, name) in enumerate(events):
        happen(event, lessons, desk, name, step, written)
        assert written.items() <= contents(desk).items()
    delivery.deliver(lessons, desk)
    assert written.items() <= contents(desk).items()
    assert delivery.deliver(lessons, desk) == []


def happen(event, lessons, desk, name, step, written):
    """Let one thing happen, and note what the learner wrote where."""
    mine = [path for path in desk.glob("*.ipynb") if ("(" in path.name) == (event == "touch beside")]
    if event == "deliver":
        delivery.deliver(lessons, desk)
    elif event == "update":
        (lessons / name).write_text(f"edition {step}")
    elif event == "forget":
        (desk / delivery.MANIFEST).unlink(missing_ok=True)
    elif event == "delete":
        (desk / name).unlink(missing_ok=True)
        written.pop(name, None)
    elif mine:
        mine[0].write_text(f"my work {step}")
        written[mine[0].name] = f"my work {step}"


def lay_a_socket(path):
    """Let a socket stand there; its address may be longer than a socket's may be, its name is not."""
    before = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(before)


IN_THE_WAY = [
    ("a folder", Path.mkdir),
    ("a pipe", os.mkfifo),
    ("a socket", lay_a_socket),
    ("a link that leads to no file", lambda path: path.symlink_to("nowhere")),
    ("a link that leads to no file", lambda path: path.symlink_to("/dev/zero")),
    ("a link that leads to no file", lambda path: path.symlink_to(path)),
]


@pytest.mark.parametrize("what, lay", IN_THE_WAY)
def test_what_stands_in_a_lessons_place_is_named_and_stays(lessons, desk, what, lay, in_time):
    (lessons / "01_descend_a_slope.ipynb").write_text("slope")
    (lessons / "deeper").mkdir()
    (lessons / "deeper" / "03_go_forward.ipynb").write_text("companion")
    desk.mkdir()
    lay(desk / LESSON)
    before = os.lstat(desk / LESSON)
    first = delivery.deliver(lessons, desk)
    said = f"{LESSON} could not be brought up to date: {what} stands in its place."
    assert [said] == [line for line in first if "is on your desk" not in line]
    assert contents(desk) == {"01_descend_a_slope.ipynb": "slope", "deeper/03_go_forward.ipynb": "companion"}
    assert delivery.deliver(lessons, desk) == [said]
    assert os.lstat(desk / LESSON).st_ino == before.st_ino
    (desk / LESSON).rmdir() if what == "a folder" else (desk / LESSON).unlink()
    assert delivery.deliver(lessons, desk) == [f"{LESSON} is on your desk."]


@pytest.mark.parametrize("what, lay", IN_THE_WAY)
def test_what_stands_in_the_manifests_place_is_named_and_stays(lessons, desk, what, lay, in_time):
    desk.mkdir()
    lay(desk / delivery.MANIFEST)
    (desk / LESSON).write_text("my work")
    for _ in range(2):
        news = delivery.deliver(lessons, desk)
        assert news[-1].endswith(f"could not be written: {what} stands in its place.")
        assert contents(desk) == {LESSON: "my work", BESIDE: "first edition"}


@pytest.mark.parametrize("what, lay", IN_THE_WAY)
def test_what_stands_beside_is_passed_over(lessons, desk, what, lay, in_time):
    desk.mkdir()
    (desk / LESSON).write_text("my work")
    lay(desk / BESIDE)
    for _ in range(2):
        delivery.deliver(lessons, desk)
        names = {LESSON, BESIDE, "02_fit_a_line (new version 2).ipynb", delivery.MANIFEST}
        assert set(os.listdir(desk)) == names


def test_a_file_in_a_folders_place_stops_only_what_belongs_there(lessons, desk):
    (lessons / "deeper").mkdir()
    (lessons / "deeper" / "03_go_forward.ipynb").write_text("companion")
    desk.mkdir()
    (desk / "deeper").write_text("my thoughts")
    first, second = delivery.deliver(lessons, desk)
    assert first == f"{LESSON} is on your desk."
    assert second.startswith("deeper/03_go_forward.ipynb could not be brought up to date: ")
    assert contents(desk) == {LESSON: "first edition", "deeper": "my thoughts"}


def test_a_link_to_a_file_is_the_learners(lessons, desk, tmp_path):
    delivery.deliver(lessons, desk)
    (desk / LESSON).rename(tmp_path / "elsewhere")
    (desk / LESSON).symlink_to(tmp_path / "elsewhere")
    assert delivery.deliver(lessons, desk) == []
    (lessons / LESSON).write_text("second edition")
    delivery.deliver(lessons, desk)
    assert (desk / LESSON).is_symlink()
    assert contents(desk) == {LESSON: "first edition", BESIDE: "second edition"}


def make_it_huge(monkeypatch, path):
    monkeypatch.setattr(delivery, "LARGEST_COPY", 1000)


def make_it_unreadable(monkeypatch, path):
    # the tests may run as root, who reads everything
    read = Path.read_bytes

    def refuse(self):
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)


@pytest.mark.parametrize("do", [make_it_huge, make_it_unreadable])
def test_a_copy_that_cannot_be_read_counts_as_touched(lessons, desk, do, monkeypatch):
    (lessons / LESSON).write_text("first edition" * 100)
    delivery.deliver(lessons, desk)
    do(monkeypatch, desk / LESSON)
    assert delivery.deliver(lessons, desk) == []
    (lessons / LESSON).write_text("second edition")
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: "first edition" * 100, BESIDE: "second edition"}


NESTS = [b"[" * 100_000, b'{"cells": ' * 100_000, b'{"cells":' * 900 + b"1" + b"}" * 900]


@pytest.mark.parametrize("nest", NESTS, ids=["lists", "tables", "whole"])
def test_a_copy_of_a_hundred_thousand_brackets_counts_as_touched(lessons, desk, nest):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_bytes(nest)
    (lessons / LESSON).write_text("second edition")
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: nest.decode(), BESIDE: "second edition"}


WRITING_FAILS = [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EBUSY]


@pytest.mark.parametrize("code", WRITING_FAILS)
def test_what_cannot_be_written_is_said_and_tried_again(lessons, desk, code, monkeypatch):
    delivery.deliver(lessons, desk)
    (lessons / LESSON).write_text("second edition")
    (lessons / "03_new.ipynb").write_text("new")
    before = stamps(desk)

    def fail(*_):
        raise OSError(code, os.strerror(code))

    for place, name in ((os, "fsync"), (Path, "replace"), (delivery, "token_hex")):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, fail)
            news = delivery.deliver(lessons, desk)
            assert [os.strerror(code) in line for line in news] == [True, True]
        assert stamps(desk) == before
    assert len(delivery.deliver(lessons, desk)) == 2
    assert contents(desk) == {LESSON: "second edition", "03_new.ipynb": "new"}


def test_a_manifest_that_cannot_be_written_is_said(lessons, desk, monkeypatch):
    write = delivery.write

    def fail(path, content):
        if path.name == delivery.MANIFEST:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(delivery, "write", fail)
    first, second = delivery.deliver(lessons, desk)
    assert first == f"{LESSON} is on your desk." and delivery.MANIFEST in second and "No space" in second


def test_many_deliveries_at_once_leave_one_sound_desk(lessons, desk):
    for number in range(8):
        store(lessons / f"0{number}_lesson.ipynb", edition_of(number))
    for edition in range(5):
        (lessons / LESSON).write_text(f"edition {edition}")
        with ThreadPoolExecutor(8) as several:
            list(several.map(lambda _: delivery.deliver(lessons, desk), range(8)))
        assert contents(desk) == contents(lessons)
        handed = editions.from_manifest((desk / delivery.MANIFEST).read_bytes())
        assert handed == {path.name: editions.edition(path.read_bytes()) for path in lessons.iterdir()}
