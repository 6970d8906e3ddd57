"""What `make lab` and `backprop-course` do: bring the desk up to date, and become JupyterLab on it."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from urllib.parse import quote

import zmq
from jupyter_core.paths import jupyter_runtime_dir

from backprop_course.course.delivery import deliver
from backprop_course.tasks.desk import find as desk_here

PACKAGE = Path(__file__).resolve().parents[1]
SETTINGS = PACKAGE / "course" / "settings"
EXTENSIONS = PACKAGE / "course" / "labextensions"
PRINT, LESSON = PACKAGE / "course" / "print", "lesson"  # the template by which nbconvert prints
DESK = "my_course"
PAGES = ("FAULTS.md",)  # beside the lessons, which link to them
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
# Where Jupyter, JupyterLab, IPython and Matplotlib keep what they remember.
MEMORIES = ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
MEMORIES += ("IPYTHONDIR", "MPLCONFIGDIR")


def open_course(course=None, desk=None, extra=()):
    """Bring the desk up to date, say what is new there, and become JupyterLab with these extra options."""
    course, desk = course or find_course(), desk or find_desk()
    try:
        news = deliver(course / "notebooks", desk, [course / page for page in PAGES])
        memories = {} if keeps_files(Path(jupyter_runtime_dir())) else borrow_memories()
    except OSError as error:
        sys.exit(f"The course cannot be opened on {desk}: {error.strerror or error}.")
    if not is_clone():
        news.append(f"Your lessons, and all that you write in them, lie in {desk}.")
        news.append("Give the command from the same folder again, and you go on there.")
    if memories:
        news.append("Your home folder cannot be written: JupyterLab forgets its settings when it ends.")
    for line in news:
        print(line)
    sys.stdout.flush()
    os.execve(sys.executable, lab_command(desk, os.environ, extra), {**os.environ, **memories})


def is_clone(package=PACKAGE):
    """Return whether the package stands in a clone of its repository: a wheel's carries the lessons."""
    return not (package / "notebooks").is_dir()


def find_course(package=PACKAGE):
    """Return the folder that holds the lessons and the pages they link to: the repository, or the package."""
    return package.parent if is_clone(package) else package


def find_desk(package=PACKAGE):
    """Return where the learner's desk is, or will be: in the repository, or where the command is given.

    A wheel's command that is given on a desk means that desk.
    """
    if is_clone(package):
        return package.parent / DESK
    return desk_here() or Path.cwd() / DESK


def keeps_files(folder):
    """Return whether a folder is there, or can be made, and a file in it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder) as file:
            file.write(b"memories")
    except OSError:
        return False
    return True


def borrow_memories():
    """Return variables that lead to a temporary folder what would be remembered in the home folder."""
    folder = Path(mkdtemp(prefix="backprop-course-"))
    return {name: str(folder / name.lower()) for name in MEMORIES}


def lab_command(desk, environment, extra=()):
    """Return the command line that opens JupyterLab on the desk, at its first lesson."""
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={desk}", "--ServerApp.ip=127.0.0.1"]
    command += [f"--LabApp.app_settings_dir={SETTINGS}", f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
    command += [f"--HTMLExporter.extra_template_basedirs={PRINT}", f"--HTMLExporter.template_name={LESSON}"]
    command += ["--Application.log_level=ERROR"]  # still prints the address, and only that
    command += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    first = sorted(lesson.name for lesson in desk.glob("*.ipynb") if lesson.is_file())[:1]
    command += [f"--LabApp.default_url=/lab/tree/{quote(name)}" for name in first]
    command += ["--allow-root"] if is_root() else []
    command += [] if has_screen(environment) else ["--no-browser"]
    return [*command, *encrypted(), *no_delay(), *stills_first(), *extra]


def is_root():
    """Return whether JupyterLab would refuse to start without being told that root is meant."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_screen(environment):
    """Return whether a browser can open: not in a container, nor in CI, nor on Linux without a display."""
    if "CI" in environment or any(mark.exists() for mark in CONTAINER_MARKS):
        return False
    return sys.platform != "linux" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def encrypted():
    """Return the option to encrypt what goes to a kernel and back, or it warns; none where ZeroMQ cannot."""
    return ["--KernelManager.transport_encryption=auto"] if zmq.has("curve") else []


def no_delay():
    """Return the option for our no_delay; none where a later jupyter_server has no place for it."""
    try:
        from backprop_course.course.no_delay import NoDelay
    except Exception:
        return []
    return [f"--ServerApp.kernel_websocket_connection_class={NoDelay.__module__}.{NoDelay.__name__}"]


def stills_first():
    """Return the option for our stills_first; none where a later jupyter_server has no place for it."""
    try:
        from backprop_course.course.stills_first import StillsFirst
    except Exception:
        return []
    return [f"--ServerApp.contents_manager_class={StillsFirst.__module__}.{StillsFirst.__name__}"]
