"""The site as its reader meets it: labs that answer keys, predictions that ask, questions that answer."""

import gzip
import importlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import numpy as np
import pytest
from browser.accessible import complaints
from browser.conftest import CHROMIUM, MISSING, OPTIONS
from browser.jupyter_page import MOVING, READ
from labs_on_stage import ALL
from playwright.sync_api import sync_playwright

from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import SHOWN, Kind
from backprop_course.widgets.buttons import NO_TRY
from backprop_course.widgets.pad import Pad
from benchmarks.site import LOST, moved, served

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parent.parent.parent
HTML = HOUSE / "build" / "site" / "html"
LESSONS = sorted((HOUSE / "notebooks").glob("*.ipynb")) + sorted(
    (HOUSE / "notebooks" / "deeper").glob("*.ipynb")
)
PAGES = ["index.html", "search.html?q=gradient", "MISCONCEPTIONS.html", "FAULTS.html", "TEACHING.html"]
PAGES += [str(path.relative_to(HOUSE).with_suffix(".html")) for path in LESSONS]
PAGE, LAB = 1e6, 2.5e6  # bytes on their way, compressed as every host sends text
PHONES = [320, 390]  # pixels
SENT_AS_IT_IS = {".png", ".woff", ".frames"}
WHOLE = """(title) => {
  const words = [...title.firstChild.textContent.matchAll(/\\S+/g)].map(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(title.firstChild, index);
    range.setEnd(title.firstChild, index + word.length);
    return range;
  });
  return words.every((range) => new Set([...range.getClientRects()].map(({ top }) => top)).size === 1);
}"""
SETTLED = """async () => {
  await window.MathJax?.startup?.promise;
  for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture(scope="module")
def site():
    """The address of the site, built now and served here."""
    pytest.importorskip("myst_nb", reason="what makes the site is not installed: make site")
    shutil.rmtree(HTML, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "tools.site"], cwd=HOUSE, check=True)
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """A browser."""
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


class Visit:
    """A page of the site, with all that it asked for and all that it complained of."""

    def __init__(self, context, site, name):
        self.page, self.asked, self.complaints = context.new_page(), [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        self.notebook = (HOUSE / name).with_suffix(".ipynb") if name.startswith("notebooks") else None
        self.page.goto(site + name, wait_until="networkidle")
        self.page.evaluate(SETTLED)

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture(scope="module", params=PAGES)
def visit(request, site, browser):
    """A page in a wide window, opened once for all tests that visit it, in their order."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield Visit(context, site, request.param)


@pytest.fixture(scope="module", params=PAGES)
def phone(request, site, browser):
    """A page on a phone."""
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        yield Visit(context, site, request.param).page


def sent(url):
    """How many bytes of a file are on their way."""
    file = HTML / unquote(urlparse(url).path).lstrip("/")
    data = file.read_bytes()
    return len(data if file.suffix in SENT_AS_IT_IS else gzip.compress(data))


OPENED = {}  # each lab made once, by the words that it opens with


def lab_of(words):
    """The lab that opens with these words, as Python has it."""
    if not OPENED:
        OPENED.update({a_lab.words: a_lab for a_lab in (maker() for maker in ALL)})
    return OPENED[words]


def test_a_page_asks_nobody_else_complains_of_nothing_and_is_light(visit, site):
    assert visit.complaints == []
    assert all(url.startswith((site, "data:", "blob:")) for url in visit.asked)
    before = [url for url in dict.fromkeys(visit.asked) if url.startswith(site) and ".frames" not in url]
    assert sum(map(sent, before)) < PAGE


def places(page):
    """The labs of a page, each brought before the reader's eyes."""
    for place in page.locator("[data-recording]").all():
        place.scroll_into_view_if_needed()
        place.locator(".lab").wait_for()
        yield place


def shows(place, a_lab):
    """Hold that a lab on the page shows what the lab in Python does."""
    picture = place.locator(".picture")
    assert place.locator("figcaption").text_content() == picture.get_attribute("aria-label") == a_lab.words
    assert picture.evaluate(MOVING) == picture.page.evaluate(READ, a_lab.picture.moving)


def test_every_control_of_every_lab_shows_what_the_notebook_shows(visit, site, record_property):
    for place in places(visit.page):
        a_lab = lab_of(place.locator("figcaption").text_content())
        draws = any(isinstance(each, Pad) for each in a_lab.controls.values())
        assert ("You can draw" in place.text_content()) == draws
        for number, control in enumerate(a_lab.controls.values()):
            handle = place.locator(".control").nth(number).locator("select, [type=range]")
            start, last = control.index, len(control.values) - 1
            handle.press("Home" if start == last else "End")
            control.index = 0 if start == last else last
            shows(place, a_lab)
            control.index = start
        for number, each in enumerate(a_lab.buttons.tries):
            place.locator(".buttons button").nth(number + 1).click()
            a_lab.buttons.press(number)
            shows(place, a_lab)
            assert place.locator(".buttons p").text_content() == each.look
        waited = list(moved(place.locator(".lab"), most=2))
        assert waited and max(waited) < LOST  # how long moves take, benchmarks/site.py says
        place.locator(".buttons button").first.click()
        a_lab.buttons.press(NO_TRY)
        shows(place, a_lab)
        measured = f"{visit.page.url.removeprefix(site)}: from a key to its picture, median of its controls"
        record_property(measured, f"{np.median(waited):.0f} ms")
    assert all(sent(url) < LAB for url in visit.asked if url.endswith(".frames"))
    assert visit.complaints == []


def test_an_answer_is_shown_after_a_guess_and_not_before(visit):
    for asked in visit.page.locator(".prediction").all():
        answer = asked.locator("xpath=following::*[contains(@class, 'cell_output')][1]")
        assert answer.is_hidden() and asked.locator("button").count() >= 1
        if field := asked.locator("input").all():
            field[0].fill("many")
            field[0].press("Enter")
            assert answer.is_hidden() and "Write one number" in asked.locator("[role=status]").text_content()
            field[0].fill("1/2")
            field[0].press("Enter")
        else:
            asked.locator("button").first.click()
        assert answer.is_visible() and asked.locator("p").text_content().startswith("You said ")


def questions(notebook):
    """The questions of a lesson for a word or a number, in their order."""
    source = notebook.read_text("utf-8")
    package = re.search(r"from (\S+) import exercises as exercise", source)
    exercises = importlib.import_module(f"{package[1]}.exercises") if package else None
    named = [getattr(exercises, name) for name in re.findall(r"\bexercise\.(\w+)\(\w+\)\"", source)]
    return [each for each in named if isinstance(each, Choice | Number)]


def written_ways(number):
    """A number as readers write it: with a point, with a comma, as a fraction, in percent."""
    plain = repr(float(number))
    return [plain, plain.replace(".", ","), f"{3 * float(number)!r} / 3", f"{100 * float(number)!r}%"]


def said_of(place, answer):
    """What a question says of an answer: a number is typed, a word is chosen."""
    if field := place.locator("input").all():
        field[0].fill(answer)
        field[0].press("Enter")
    else:
        place.get_by_role("button", name=answer, exact=True).click()
    return place.locator("[role=status]").text_content()


def test_a_question_says_of_each_answer_what_the_notebook_says(visit):
    places = visit.page.locator(".question").all()
    asked = questions(visit.notebook) if visit.notebook else []
    assert len(places) == len(asked)
    for place, question in zip(places, asked, strict=True):
        for answer in (question.truth, *(each.answer for each in question.mistakes)):
            for written in written_ways(answer) if isinstance(question, Number) else [answer]:
                verdict, words = question(answer), said_of(place, written)
                assert SHOWN[verdict.kind] in words
                assert verdict.kind is Kind.RIGHT or verdict.words.replace("`", "") in words
        if isinstance(question, Number):
            assert "that is not it" in said_of(place, "1e99")
            for nothing in ("", "many", "1/0", "3 or 4", "1 1/2"):
                assert said_of(place, nothing) == "Write one number, such as 0.67."


def test_a_page_leads_to_its_own_notebook(visit, site):
    ways = visit.page.get_by_role("link", name="download this notebook")
    own = visit.notebook and visit.notebook.relative_to(HOUSE / "notebooks")
    leads_to = {way.evaluate("({ href }) => href") for way in ways.all()}
    assert leads_to == ({f"{site}copies/{own}"} if own else set())
    if own:
        assert (HTML / "copies" / own).is_file()
        assert ways.first.bounding_box()["y"] < visit.page.locator("h2").first.bounding_box()["y"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit, theme):
    visit.page.emulate_media(color_scheme=theme)
    assert visit.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (theme == "dark")
    assert axe(visit.page, theme=theme) == []


def axe(page, **asked):
    """What axe finds on a page whose labs are all awake."""
    assert [place.is_visible() for place in places(page)].count(False) == 0
    page.mouse.wheel(0, 600)
    page.mouse.wheel(0, -200)  # what shows when a reader turns back is there as well
    page.evaluate(SETTLED)
    found, report = complaints(page, **asked)
    return report if found else []


@pytest.mark.parametrize("width", PHONES)
def test_on_a_phone_a_slider_can_be_moved_and_a_title_read(phone, width):
    phone.set_viewport_size({"width": width, "height": 800})
    for place in places(phone):
        wide = [handle.bounding_box()["width"] for handle in place.locator("[type=range]").all()]
        assert min(wide, default=100) >= 100
    assert phone.locator("h1").evaluate(WHOLE)


def test_axe_finds_nothing_on_a_phone(phone):
    assert axe(phone, narrow=True) == []


def test_a_page_that_is_opened_as_a_file_says_why_its_labs_stand_still(site, browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((HTML / "index.html").as_uri())
        assert "opened as a file" in page.locator(".recorded").first.text_content()
    with browser.new_context() as context:
        assert "opened as a file" not in Visit(context, site, "index.html").page.content()


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note where a tag leads and what it is called."""
        told = dict(attributes)
        self.links += [told[name] for name in ("href", "src") if told.get(name)]
        self.anchors |= {told["id"]} if "id" in told else set()


def test_no_link_is_dead(site):
    pages = {path: Links(path.read_text("utf-8")) for path in HTML.rglob("*.html")}
    for path, page in pages.items():
        for link in page.links:
            if urlparse(link).scheme in ("http", "https", "mailto", "data"):
                continue
            target, anchor = urldefrag(urljoin(path.as_uri(), link.split("?")[0]))
            file = Path(unquote(urlparse(target).path))
            assert file.exists(), f"{path.name}: {link}"
            assert not anchor or file.suffix != ".html" or unquote(anchor) in pages[file].anchors, (
                f"{path.name}: {link}"
            )
