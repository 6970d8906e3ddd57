"""What a teacher takes from a lesson: every exercise graded, no solution handed out, every answer open."""

import ast
import json

import pytest
from notebooks_on_stage import FOLDER, NOTEBOOKS, cells, exercises

import backprop_course.__main__ as command
from backprop_course.course import teaching

BEGIN, END = "### BEGIN SOLUTION\n", "\n### END SOLUTION"


def source_of(path):
    """The cells of a lesson's nbgrader source."""
    return json.loads(teaching.assignment_of(path))["cells"]


def text(cell):
    return "".join(cell["source"])


def about(cell):
    return cell["metadata"].get("nbgrader", {"solution": False, "grade": False})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_exercise_is_a_cell_to_answer_and_a_locked_one_that_gives_a_point(path):
    made = source_of(path)
    asked = exercises(path)
    answers = [text(cell) for cell in made if about(cell)["solution"]]
    tests = [cell for cell in made if about(cell)["grade"]]
    assert len(answers) == len(tests) == len(asked)
    assert all(about(cell)["locked"] and about(cell)["points"] == 1 for cell in tests)
    names = [about(cell)["grade_id"] for cell in made if "nbgrader" in cell["metadata"]]
    assert len(set(names)) == len(names)
    for answer, test, exercise in zip(answers, tests, asked, strict=True):
        before, _, rest = answer.partition(BEGIN)
        solution, _, after = rest.partition(END)
        assert solution == exercise.solution.strip() and after == ""
        question = text(test).partition("\n###")[0]
        ast.parse(answer), ast.parse(text(test))
        assert ast.unparse(ast.parse(question).body[0].value) == exercise.question
        if not before.startswith("# Grading"):
            assert ast.unparse(ast.parse(f"{before}\n{exercise.question}")) == ast.unparse(
                ast.parse(exercise.cell)
            )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_students_get_holds_no_solution_and_all_else_of_the_lesson(path):
    made = source_of(path)
    texts = [text(cell) for cell in made]
    assert not any("<summary>Solution" in each for each in texts)
    assert not any(cell.get("outputs") for cell in made)
    folded = {asked.cell for asked in exercises(path)}
    kept = [cell.source for cell in cells(path) if cell.source not in folded]
    assert [each for each in kept if "<summary>Solution" not in each and each not in texts] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_in_a_copy_for_teachers_nothing_is_folded_and_nothing_else_is_changed(path):
    copy = teaching.unfolded(path)
    assert "<details>" not in copy and "_hidden" not in copy
    lesson = json.loads(path.read_text().replace("<details>", "<details open>"))
    hidden = [cell["metadata"].pop("jupyter", {}) for cell in lesson["cells"]]
    assert {"outputs_hidden": True} in hidden and json.loads(copy) == lesson


def test_a_lesson_is_found_by_number_or_name_and_what_is_none_is_refused():
    path = FOLDER / "02_fit_a_line.ipynb"
    for asked in ("02", "fit_a_line", "02_fit_a_line", "02_fit_a_line.ipynb"):
        assert teaching.find_lesson(FOLDER, asked) == path
    companion = "02_question_a_fit"
    for nonsense in ("2", "", "fit", "../README", "02_fit", companion, f"deeper/{companion}"):
        with pytest.raises(ValueError, match="LESSON is .* must be .*02_fit_a_line"):
            teaching.find_lesson(FOLDER, nonsense)


def test_the_commands_write_where_nothing_is_and_leave_what_is_there(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    command.main(["assignment", "00", "fit_a_line"])
    command.main(["answers", "02"])
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.ipynb"))
    source = "source/{0}/{0}.ipynb"
    names = ("00_start_here", "02_fit_a_line")
    assert written == ["answers/02_fit_a_line.ipynb", *(source.format(name) for name in names)]
    assert "nbgrader generate_assignment 02_fit_a_line" in capsys.readouterr().out
    (tmp_path / "nbgrader_config.py").write_text("mine")
    (tmp_path / written[0]).write_text("mine")
    for asked in (["answers", "02"], ["assignment", "00"], ["answers", "77"]):
        with pytest.raises(SystemExit, match="is there already|LESSON is '77'"):
            command.main(asked)
    command.main(["assignment", "01"])
    assert (tmp_path / written[0]).read_text() == (tmp_path / "nbgrader_config.py").read_text() == "mine"
