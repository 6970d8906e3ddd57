"""The command of the course: `backprop-course`, or `python -m backprop_course` in a clone."""

import argparse
import functools
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import backprop_course

# Their lines are as wide as a terminal.
COURSE = """Backpropagation, derived, checked and shown.
Without a command, this opens the course in JupyterLab."""
YOUR_WORK = """examples:
  {0}
      opens the course
  {0} lab --port=9000
      opens it, with an option of JupyterLab
  {0} examine my_net.py
      says what is wrong with the network in that file
  {0} COMMAND --help
      says more of a command

Your work lies in my_course. The first call makes that folder where you give
the command, and lays the lessons in it; from the same folder you go on another
day. In a clone of the repository, my_course lies in the clone.

What you write is never overwritten. When a lesson is updated, one that you
only ran is replaced; where you wrote in it, yours stays, and the new version
is laid beside it."""
LAB = """Open the course in JupyterLab, on your own copy of the lessons in my_course.

What you write there is never overwritten. When a lesson is updated, one that
you only ran is replaced; where you wrote in it, yours stays, and the new
version is laid beside it. All other options go to JupyterLab, for example
--port=9000 or --no-browser."""

ASKED_BY_NAME = {
    "loss": "the function that gives the loss",
    "grads": "the function that gives the gradients",
    "loss_and_grads": "one function that gives both",
    "step": "the update",
    "predict": "the function that gives the outputs",
    "params": "the parameters",
    "x": "the examples",
    "y": "the answers to them",
    "obj": "the object that holds the network",
    "make": "a function that makes the network anew",
}
EXAMINE = """Read what is wrong with a program of yours: one file, taken as it is.

Its loss, its gradients, its update, its parameters and its data are found by
their names; of a script without functions, a round of its loop is examined.
Say otherwise by the options, each with a name in the file, as in
--loss cost --params net.weights; several arrays as in --params W1,b1,W2,b2.
The file runs in a process of its own, for half a minute at most; what is below
`if __name__ == "__main__":` runs only where nothing is found without it."""
CODES = """The exit code is 0 if the program is right, 1 if something is wrong with it,
and 2 if it cannot be examined, or nothing can be decided."""
ASSIGNMENT = """Write lessons as sources for nbgrader: source/LESSON/LESSON.ipynb, here.

Each exercise becomes a cell to answer, and a locked cell, worth one point,
that the course's own judge grades. The source holds the solutions;
`nbgrader generate_assignment LESSON` makes the students' version without."""
ANSWERS = """Write copies of lessons with every solution and answer unfolded, into answers/."""
UNEXAMINED = 2  # the exit code, as linters have it
QUIET = 3.0  # seconds without an answer before it is said that something is going on
LESSONS = "the number or the name of a lesson, such as 02 or fit_a_line"


def main(arguments=None):
    """Run the command that the arguments name; without one, open the course."""
    raw = functools.partial(argparse.RawDescriptionHelpFormatter, max_help_position=20)
    module = Path(sys.argv[0]).name == "__main__.py"
    program = "python -m backprop_course" if module else "backprop-course"
    epilog = YOUR_WORK.format(program)
    parser = argparse.ArgumentParser(prog=program, description=COURSE, epilog=epilog, formatter_class=raw)
    version = f"backprop-course {backprop_course.__version__}"
    parser.add_argument("-V", "--version", action="version", version=version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        usage=f"{program} lab [options of JupyterLab]",
        description=LAB,
        formatter_class=raw,
        allow_abbrev=False,
    )
    _add_examine(commands, raw)
    for name, text, help in (
        ("assignment", ASSIGNMENT, "for teachers: write lessons as sources for nbgrader"),
        ("answers", ANSWERS, "for teachers: write lessons with all answers unfolded"),
    ):
        teaching = commands.add_parser(name, help=help, description=text, formatter_class=raw)
        teaching.add_argument("lessons", nargs="+", metavar="LESSON", help=LESSONS)
    asked, others = parser.parse_known_args(arguments)
    if others and asked.command is None:
        words = f"options of JupyterLab come after `lab`, as in `{program} lab {' '.join(others)}`"
        parser.error(f"unknown: {' '.join(others)}; {words}")
    if others and asked.command != "lab":
        parser.error(f"unknown: {' '.join(others)}")
    match asked.command:
        case "examine":
            sys.exit(examine(asked))
        case "assignment":
            assignment(asked.lessons)
        case "answers":
            answers(asked.lessons)
        case _:
            lab(others)


def _add_examine(commands, raw):
    """Add the command that examines a file."""
    parser = commands.add_parser(
        "examine",
        help="read what is wrong with a program of yours",
        usage="%(prog)s [options] file",
        description=EXAMINE,
        epilog=CODES,
        formatter_class=raw,
    )
    parser.add_argument("file", help="a Python file, such as my_net.py")
    for name, words in ASKED_BY_NAME.items():
        parser.add_argument(f"--{name}", metavar="NAME", help=words)
    parser.add_argument("--rate", type=float, help="the learning rate of the update")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long it may take (120)")


def examine(asked):
    """Print what is found in a file, and the report on it; return the exit code."""
    from backprop_course.check.file import verdict_on_file
    from backprop_course.check.report import RIGHT, WRONG

    if not Path(asked.file).is_file():
        print(f"There is no file {asked.file}.", file=sys.stderr)
        return UNEXAMINED
    told = {name: getattr(asked, name) for name in (*ASKED_BY_NAME, "rate")}
    chosen = {name: value for name, value in told.items() if value is not None}
    waits = f"{asked.file} is run and examined, for {asked.seconds:g} seconds at most."
    patience = threading.Timer(QUIET, lambda: print(waits, file=sys.stderr, flush=True))
    patience.start()
    try:
        examined = verdict_on_file(asked.file, asked.seconds, **chosen)
    finally:
        patience.cancel()
    print(examined.words)
    return {RIGHT: 0, WRONG: 1}.get(examined.verdict, UNEXAMINED)


def lab(options):
    """Open the course in JupyterLab with these options of its own."""
    if find_spec("jupyterlab") is None:
        sys.exit("JupyterLab is not installed here: `pip install jupyterlab` brings it.")
    from backprop_course.course import launch

    launch.open_course(extra=options)


def assignment(lessons):
    """Write these lessons as sources for nbgrader, and say how it goes on."""
    from backprop_course.course import teaching

    names = _write_all(lessons, teaching.assignment_of, "source/{0}/{0}.ipynb")
    if not (config := Path("nbgrader_config.py")).exists():
        config.write_text(teaching.CONFIG, encoding="utf-8")
        print(f"{config} is written: the students' version has the lesson's own dots where they write.")
    print("The students' version:", *(f"nbgrader generate_assignment {name}" for name in names), sep="\n  ")


def answers(lessons):
    """Write copies of these lessons with all answers unfolded."""
    from backprop_course.course import teaching

    _write_all(lessons, teaching.unfolded, "answers/{0}.ipynb")


def _write_all(lessons, made_of, place):
    """Write what is made of each lesson to its place, where nothing may be yet; return the lessons' names."""
    from backprop_course.course import launch, teaching

    try:
        found = [teaching.find_lesson(launch.find_course() / "notebooks", each) for each in lessons]
        for lesson in found:
            path = Path(place.format(lesson.stem))
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(made_of(lesson))
            print(f"{path} is written.")
    except FileExistsError as error:
        sys.exit(f"{error.filename} is there already, and stays as it is.")
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    return [lesson.stem for lesson in found]


if __name__ == "__main__":
    main()
