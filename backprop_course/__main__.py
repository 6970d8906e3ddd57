"""The command of the course: `python -m backprop_course`."""

import argparse
import sys
from importlib.util import find_spec

LAB = """Open the course in JupyterLab, on your own copy of the lessons in my_course/.

What you write there is never overwritten: when a lesson is updated, the new version is laid beside yours.
All other options go to JupyterLab, for example --port=9000 or --no-browser."""


NAMED = ("loss", "grads", "loss_and_grads", "step", "predict", "params", "x", "y", "obj", "make")
EXAMINE = """Read what is wrong with a program of yours: one file, taken as it is.

The file runs in a process of its own; what is below `if __name__ == "__main__":` does not run. Its loss, its
gradients, its update, parameters and data are found by their names: say otherwise by the options, each with
a name in the file, as in --loss cost --params weights."""


def main(arguments=None):
    """Run the command that the arguments name, or print the help page."""
    parser = argparse.ArgumentParser(
        prog="python -m backprop_course", description="Backpropagation, derived, checked and shown."
    )
    commands = parser.add_subparsers(title="commands", metavar="command", dest="command")
    commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        usage="python -m backprop_course lab [options of JupyterLab]",
        description=LAB,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_examine(commands)
    asked, others = parser.parse_known_args(arguments)
    if asked.command == "lab":
        lab(others)
    elif asked.command == "examine" and not others:
        examine(asked)
    elif others:
        parser.error(f"unknown: {' '.join(others)}")
    else:
        parser.print_help()


def _add_examine(commands):
    """Add the command that examines a file."""
    parser = commands.add_parser(
        "examine",
        help="read what is wrong with a program of yours",
        description=EXAMINE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", help="a Python file, such as my_net.py")
    for name in NAMED:
        parser.add_argument(f"--{name}", metavar="NAME", help=f"{name} is called so in the file")
    parser.add_argument("--rate", type=float, help="the learning rate of the update")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long it may take (120)")


def examine(asked):
    """Print what is found in a file, and the report on it."""
    from backprop_course.check.file import examine_file

    chosen = {name: getattr(asked, name) for name in (*NAMED, "rate") if getattr(asked, name) is not None}
    print(examine_file(asked.file, asked.seconds, **chosen))


def lab(options):
    """Open the course in JupyterLab with these options of its own."""
    if find_spec("jupyterlab") is None:
        sys.exit("JupyterLab is not installed: pip install 'backprop-course[lab]' brings it.")
    from backprop_course.course import launch

    launch.open_course(extra=options)


if __name__ == "__main__":
    main()
