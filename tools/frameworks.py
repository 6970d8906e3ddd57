"""What `make record` runs: lesson 15's calls of PyTorch, JAX and Keras, recorded with what they give.

The code is that of the lesson's own cells. Without the frameworks nothing can be recorded.
"""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import nbformat

from backprop_course.lessons.let_a_tape_do_it import frameworks

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
LESSONS = [FOLDER / "15_let_a_tape_do_it.ipynb", FOLDER / "deeper/15_question_a_tape.ipynb"]


def live():
    """What each function of the lesson that needs a framework gives here, by its name."""
    found = {}

    def noting(function, *arguments):
        found[function.__name__] = frameworks.in_lists(function(*arguments))
        return found[function.__name__], "(run here)"

    with patch.object(frameworks, "ask", noting), redirect_stdout(io.StringIO()):
        for path in LESSONS:
            space = {"display": print}
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, path.name, "exec"), space)
    return found


if __name__ == "__main__":
    lines = [f"{json.dumps(name)}: {json.dumps(result)}" for name, result in live().items()]
    frameworks.RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
