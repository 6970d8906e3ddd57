"""The command of the course: `python -m backprop_course`."""

import argparse
import sys
from importlib.util import find_spec

LAB = """Open the course in JupyterLab, on your own copy of the lessons in my_course/.

What you write there is never overwritten: when a lesson is updated, the new version is laid beside yours.
All other options go to JupyterLab, for example --port=9000 or --no-browser."""


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
    asked, others = parser.parse_known_args(arguments)
    if asked.command == "lab":
        lab(others)
    elif others:
        parser.error(f"unknown: {' '.join(others)}")
    else:
        parser.print_help()


def lab(options):
    """Open the course in JupyterLab with these options of its own."""
    if find_spec("jupyterlab") is None:
        sys.exit("JupyterLab is not installed: pip install 'backprop-course[lab]' brings it.")
    from backprop_course.course import launch

    launch.main(extra=options)


if __name__ == "__main__":
    main()
