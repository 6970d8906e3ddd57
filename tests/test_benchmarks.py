"""Every benchmark runs, agrees with itself and writes its page; no second is judged here."""

from time import perf_counter

import numpy as np
import pytest

from benchmarks import contestants, doctor, footprint, prediction, report, scale, share, training

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("task", training.tasks(), ids=lambda task: task.name)
def test_everybody_who_is_installed_agrees(task):
    task = task._replace(steps=2)
    cases, _, _ = contestants.single(task)
    assert training.agreeing(cases, cases["`train`"](), training.TOLERANCE) <= training.TOLERANCE


def test_a_contestant_that_disagrees_is_named():
    with pytest.raises(AssertionError, match="mine is off by 1.0e-01"):
        training.agreeing({"mine": lambda: [1.1, 2.0]}, np.array([1.0, 2.0]), 1e-9)


@pytest.mark.full
@pytest.mark.parametrize("only", ["XOR 2-3-1, 4", "64 learning rates"])
def test_training_writes_its_page(tmp_path, only):
    training.main(["--quick", "--repeats", "1", "--only", only, "--page", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()
    assert only in page and "| `fit` |" in page and "1.00 |" in page


@pytest.mark.full
def test_scale_writes_its_page(tmp_path):
    scale.main(["--quick", "--repeats", "1", "--page", str(tmp_path / "page.md")])
    assert (tmp_path / "page.md").read_text().count("Fitted exponent") == 4


@pytest.mark.full
def test_prediction_writes_its_page(tmp_path):
    prediction.main(["--quick", "--repeats", "1", "--page", str(tmp_path / "page.md")])
    assert (tmp_path / "page.md").read_text().count(", batch of ") == 4


@pytest.mark.full
def test_doctor_writes_its_page(tmp_path):
    doctor.main(["--quick", "--repeats", "1", "--page", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()
    assert page.count("| Right: ") == 3 and page.count("| Wrong") == 3


@pytest.mark.full
def test_share_writes_its_page_and_leaves_the_lesson_s_record_alone(tmp_path):
    before = share.experiments.RECORD.read_bytes()
    share.main(["--quick", "--repeats", "1", "--page", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()
    assert page.count("| 2 workers |") == 1 and page.count("1.00 |") == 4
    assert share.experiments.RECORD.read_bytes() == before


def test_an_exponent_is_the_slope_of_a_straight_line():
    sizes = np.array([1.0, 2, 4, 8])
    assert scale.exponent(sizes, 3 * sizes**1.5) == pytest.approx(1.5)


@pytest.mark.full
@pytest.mark.parametrize("part, words", [("import", "the course's machine"), ("tests", "| all |")])
def test_footprint_writes_its_page(tmp_path, part, words):
    footprint.main(["--quick", "--repeats", "1", "--only", part, "--page", str(tmp_path / "page.md")])
    assert words in (tmp_path / "page.md").read_text()


def test_the_first_picture_is_timed_by_whoever_opens_the_notebook():
    opened = []

    def open_and_wait(notebook):
        opened.append(notebook)
        return perf_counter() + 5

    seconds = footprint.first_picture("a.ipynb", open_and_wait, 3)
    assert opened == ["a.ipynb"] * 3 and all(5 <= each < 6 for each in seconds)


def test_cases_are_taken_in_turn():
    order = []
    times = report.in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 2)
    assert order == ["a", "b", "a", "b"] and len(times["a"].clock) == len(times["b"].processor) == 2
