"""What `make site` runs: the whole course as pages that need no kernel and no network, in build/site/html.

The pages are made from the notebooks as they are stored. A lab's still gives way to its recording when a
reader comes near; a prediction asks before its answer is shown; a question for a word or a number answers;
what only a kernel can judge says where.
"""

import base64
import hashlib
import importlib
import json
import re
import shutil
import subprocess
import sys
from html import escape
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import mathjax
import nbformat

from backprop_course import widgets
from backprop_course.course.normal_form import WIDGET_VIEW
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Kind, Verdict
from tools.copies import lay_out
from tools.course_map import renewed
from tools.recording import makers, recording

HOUSE = Path(__file__).resolve().parent.parent
SITE, BUILT = HOUSE / "site", HOUSE / "build" / "site"
PAGES = BUILT / "source"  # what Sphinx reads
STATIC = PAGES / "_static"
ROADS = [HOUSE / "notebooks", HOUSE / "notebooks" / "deeper"]
READ = ["MISCONCEPTIONS.md", "FAULTS.md", "TEACHING.md"]
SCRIPTS = ["buttons.js", "menu.js", "picture.js", "slider.js"]
STYLES = ["buttons.css", "controls.css", "picture.css"]
# MathJax in parts: what the lessons write, words for a screen reader, and no menu
MATH = ["startup.js", "core.js", "a11y/assistive-mml.js", "input/tex.js"]
MATH += ["input/tex/extensions/color.js", "output/chtml.js"]
MATH += ["output/chtml/fonts/tex.js", "output/chtml/fonts/woff-v2"]
PLACE = re.compile(r"<!-- the lab: (\w+) -->")
IMAGE = re.compile(r'src="data:image/png;base64,([^"]+)" width="(\d+)"')
NOTE = re.compile(r"<p><strong>.*?</strong></p>")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)([^)#\s]*)(#[^)\s]+)?\)")
EXERCISES = re.compile(r"^from (\S+) import exercises as exercise$", re.MULTILINE)
ANSWERED = re.compile(r"^exercise\.(\w+)\(\w+\)$", re.MULTILINE)
NOT_IT = Verdict(Kind.WRONG, "that is not it. Go step by step, and compare with the text above.")
COPIES = "copies"  # the folder of the notebooks to take along, beside the pages
COPY = '<a href="{copy}" download>download this notebook</a>, and <a href="{how}">see what to do with it</a>.'
YOURS = f"Your turn. In the notebook, this cell answers you: {COPY}"
HEAD = f"To write and run code of your own, {COPY}"


def main():
    """Write the pages from the notebooks, record the labs, and have Sphinx make a site of them."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for folder in ("widgets", "labs", "stills", "mathjax"):
        (STATIC / folder).mkdir(parents=True)
    shutil.copy(SITE / "conf.py", PAGES)
    shutil.copytree(SITE / "templates", PAGES / "templates")
    for name in ("lab.js", "unserved.js", "icon.svg"):
        shutil.copy(SITE / name, STATIC)
    styles = [Path(widgets.__path__[0]) / name for name in STYLES] + [SITE / "site.css"]
    (STATIC / "site.css").write_text("\n".join(path.read_text("utf-8") for path in styles), "utf-8")
    for name in SCRIPTS:
        shutil.copy(Path(widgets.__path__[0]) / name, STATIC / "widgets")
    for name in MATH:
        copied(Path(mathjax.__path__[0]) / "static" / "mathjax" / "es5" / name, STATIC / "mathjax" / name)
    labs = Labs()
    roads = [sorted(folder.glob("*.ipynb")) for folder in ROADS]
    for path in chain(*roads):
        lesson = nbformat.read(path, as_version=4)
        home = "../" * (len(path.relative_to(HOUSE).parts) - 1)
        prepare(lesson, labs, home, f"{home}{COPIES}/{path.relative_to(ROADS[0])}")
        page = PAGES / path.relative_to(HOUSE)
        page.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(lesson, page)
    for name in READ:
        (PAGES / name).write_text(linked((HOUSE / name).read_text("utf-8")), "utf-8")
    start = labs.inserted(renewed((SITE / "index.md").read_text("utf-8")))
    trees = [contents("The core road", roads[0]), contents("Deeper", roads[1])]
    trees.append(contents("To look up", [HOUSE / name for name in READ]))
    (PAGES / "index.md").write_text("\n".join([start, *trees]), "utf-8")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        PAGES,
        BUILT / "html",
    ]
    done = subprocess.run(command)
    if not done.returncode:
        lay_out(ROADS[0], BUILT / "html" / COPIES)
        print(
            f"The site is in {BUILT / 'html'}. To see it: {sys.executable} -m http.server -d {BUILT / 'html'}"
        )
    sys.exit(done.returncode)


def contents(caption, paths):
    """A part of the side bar: a lesson by its number and its title, another page by its own title."""
    lines = [f"{path.stem[:2]} {title(path)} <{name(path)}>" if title(path) else name(path) for path in paths]
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *lines, "```"])


def name(path):
    """A page as Sphinx calls it."""
    return str(path.relative_to(HOUSE).with_suffix(""))


def title(path):
    """The title of a notebook; other pages say theirs themselves."""
    if path.suffix != ".ipynb":
        return ""
    first = nbformat.read(path, as_version=4).cells[0]
    return first.source.splitlines()[0].removeprefix("# ")


def copied(old, new):
    """Copy a file or a folder, with the folders on its way."""
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(old, new) if old.is_dir() else shutil.copy(old, new)


# -- labs --


class Labs:
    """The labs of the course, each recorded when a page first shows it."""

    def __init__(self):
        """Find them all, by the words that each opens with."""
        self.found, self.recorded = {}, set()
        for path in sorted((HOUSE / "backprop_course" / "lessons").glob("*/lab.py")):
            module = importlib.import_module(f"backprop_course.lessons.{path.parent.name}.lab")
            for maker in makers(module):
                a_lab = maker()
                self.found[a_lab.words] = maker.__name__, a_lab

    def place(self, words, home):
        """The place of the lab that opens with these words: its still, until its recording is there."""
        name, a_lab = self.found[words]
        file = STATIC / "labs" / f"{name}.frames"
        if name not in self.recorded:
            file.write_bytes(recording(a_lab).packed)
            self.recorded.add(name)
        figure = stored(a_lab._repr_mimebundle_()["text/html"], home)
        return f'<div class="recorded" data-recording="labs/{file.name}">{NOTE.sub("", figure)}</div>'

    def inserted(self, page):
        """A page of text with the labs that it names in a comment."""
        words = {name: words for words, (name, _) in self.found.items()}
        return PLACE.sub(lambda found: self.place(words[found[1]], ""), page)


# -- lessons --


def prepare(lesson, labs, home, copy):
    """Make a notebook ready to be read without a kernel; `home` and `copy` lead to the site and its copy."""
    ways = dict(copy=copy, how=f"{home}index.html#take-the-course")
    waiting = False  # for the answer of a prediction
    imported = EXERCISES.search("\n".join(cell.source for cell in lesson.cells))
    exercises = importlib.import_module(f"{imported[1]}.exercises") if imported else None
    lesson.cells[0].source += f"\n\n<p>{HEAD.format(**ways)}</p>"  # a search shows what stands above it
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            cell.source = linked(cell.source)
            continue
        if cell.cell_type != "code":
            continue
        tags = cell.metadata.setdefault("tags", [])
        if waiting:
            tags.append("answer")
        waiting = False
        cell.metadata.pop("jupyter", None)
        for output in cell.outputs:
            data = output.get("data", {})
            words = data.get("text/plain", "")
            if data.pop(WIDGET_VIEW, None):
                data["text/html"] = labs.place(words, home)
            elif words == "Not yet: choose first.":
                waiting = True
                data["text/html"] = asked("prediction", "Your guess", cell.source)
            elif (named := ANSWERED.search(cell.source)) and is_question(getattr(exercises, named[1])):
                data["text/html"] = quiz(getattr(exercises, named[1]), cell.source)
            elif words.startswith("Not yet: "):
                data["text/html"] = f"<p>{YOURS.format(**ways)}</p>"
            elif "text/html" in data:
                data["text/html"] = stored(data["text/html"], home)


def asked(kind, name, source, **more):
    """The place of a cell's buttons: its choices are in double quotes, a number has none."""
    line = next(line for line in source.splitlines() if "= ..." in line)
    told = {"asked": name, "choices": json.dumps(re.findall(r'"([^"]+)"', line))} | more
    data = " ".join(f'data-{key}="{escape(value)}"' for key, value in told.items())
    return f'<div class="{kind}" {data}></div>'


def is_question(exercise):
    """Whether an exercise asks for a word or a number, which the page can judge."""
    return isinstance(exercise, Choice | Number)


def quiz(question, source):
    """The place of a question, with what is said of each answer that is known, and of all others."""
    said = [(each.answer, Verdict(Kind.WRONG, each.words)) for each in question.mistakes]
    if isinstance(question, Number):
        said = [(question.truth, Verdict(Kind.RIGHT, f"it is {question.truth:.4g}.")), *said]
        said = [(float(answer), verdict) for answer, verdict in said]
    else:
        said = [(question.truth, Verdict(Kind.RIGHT, question.why)), *said]
    known = [(answer, verdict._repr_html_()) for answer, verdict in said]
    told = {"known": known, "other": NOT_IT._repr_html_(), "tolerance": getattr(question, "tolerance", 0)}
    return asked("question", "Your answer", source, verdicts=json.dumps(told))


def stored(html, home):
    """What a cell shows, its pictures in files of their own, which the page fetches when they come near."""

    def filed(found):
        picture = base64.b64decode(found[1])
        file = STATIC / "stills" / f"{hashlib.sha256(picture).hexdigest()[:16]}.png"
        file.write_bytes(picture)
        wide, high = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        height = round(int(found[2]) * high / wide)
        return f'src="{home}_static/stills/{file.name}" width="{found[2]}" height="{height}" loading="lazy"'

    return IMAGE.sub(filed, html)


def linked(text):
    """A text whose links lead to pages: anchors as Sphinx names them, other files as plain words."""

    def link(found):
        words, path, anchor = found[1], found[2], found[3] or ""
        if path and not path.endswith(".ipynb") and Path(path).name not in READ:
            return words
        return f"[{words}]({path}{slug(anchor)})"

    return LINK.sub(link, text)


def slug(anchor):
    """The anchor of a heading as Sphinx names it, from Jupyter's or a code host's."""
    return re.sub(r"[^\w\-#]", "", unquote(anchor).lower())


if __name__ == "__main__":
    main()
