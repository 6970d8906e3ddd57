"""A lesson in JupyterLab as its reader meets it: its page, its labs, and their controls by their names.

Playwright evaluates an asynchronous predicate of `wait_for_function` only once; ours are synchronous.
"""

import json
import os
import re
import signal
import subprocess
import time
from ast import literal_eval
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, TimeoutError

from backprop_course.course.launch import PACKAGE, lab_command
from backprop_course.widgets.controls import Menu

SECONDS = 30_000  # how long a page may take for anything, in ms: a busy machine is no fault of ours
HOMES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
HOMES += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
OURS = "app_settings|labextensions|HTMLExporter|_class=backprop"  # what the course changes
# JupyterLab may open a channel for widgets before a lesson has imported ipywidgets; the kernel says so.
NOISE = "No such comm"

READY = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.context;
  if (!context?.isReady || context.sessionContext.session?.kernel?.status !== "idle") return false;
  if (window.complaints) return true;
  window.complaints = [];
  context.sessionContext.iopubMessage.connect((_, { header, content, parent_header }) => {
    if (!parent_header.msg_type) return; // what a kernel says of itself when it starts
    if (header.msg_type === "error") complaints.push(`${content.ename}: ${content.evalue}`);
    if (header.msg_type === "stream" && content.name === "stderr") complaints.push(content.text);
  });
  return true;
}"""
FINISHED = """(cells) => {
  const { content, context } = jupyterapp.shell.currentWidget;
  const asked = ({ model }, index) => cells?.includes(index) ?? model.type === "code";
  const chosen = content.widgets.filter(asked);
  const views = ({ outputArea }) => outputArea.model.toJSON().some(({ data }) => data?.[WIDGET_VIEW]);
  return context.sessionContext.session.kernel.status === "idle"
    && chosen.every(({ model }) => model.executionCount !== null && model.executionState !== "running")
    && chosen.filter(views).every(({ node }) => node.querySelector(".jupyter-widgets"));
}""".replace("WIDGET_VIEW", '"application/vnd.jupyter.widget-view+json"')
FORGET = """() => {
  const { content } = jupyterapp.shell.currentWidget;
  for (const { model } of content.widgets) if (model.type === "code") model.executionCount = null;
}"""
RUN = """async (cells) => {
  const { content } = jupyterapp.shell.currentWidget;
  for (const index of cells) {
    content.widgets[index].model.executionCount = null;
    content.deselectAll();
    content.activeCellIndex = index;
    await jupyterapp.commands.execute("notebook:run-cell");
  }
}"""
ASK = """async (code) => {
  const { kernel } = jupyterapp.shell.currentWidget.context.sessionContext.session;
  const request = { code: "", silent: true, user_expressions: { answer: code } };
  const { answer } = (await kernel.requestExecute(request).done).content.user_expressions;
  if (answer.status !== "ok") throw new Error(`${answer.ename}: ${answer.evalue}`);
  return answer.data["text/plain"];
}"""
VIEWS = """() => jupyterapp.shell.currentWidget.content.widgets.flatMap((cell, index) =>
  [...cell.node.querySelectorAll(".lab")].map(() => {
    const views = cell.outputArea.model.toJSON().map(({ data }) => data?.[WIDGET_VIEW]?.model_id);
    return [index, views.find(Boolean)];
  }))""".replace("WIDGET_VIEW", '"application/vnd.jupyter.widget-view+json"')
BELOW = """async ([cell, source]) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.activeCellIndex = cell;
  await jupyterapp.commands.execute("notebook:insert-cell-below");
  content.activeCell.model.sharedModel.setSource(source);
}"""
DELETE = """async (cell) => {
  jupyterapp.shell.currentWidget.content.activeCellIndex = cell;
  await jupyterapp.commands.execute("notebook:delete-cell");
}"""
TURN = """async (name) => {
  const { sessionContext } = jupyterapp.shell.currentWidget.context;
  const { id, name: kind } = sessionContext.session.kernel;
  sessionContext.kernelPreference = { ...sessionContext.kernelPreference, shutdownOnDispose: false };
  jupyterapp.shell.currentWidget.dispose();
  delete window.complaints;
  await jupyterapp.commands.execute("docmanager:open", { path: name, kernel: { id, name: kind } });
}"""
MOVING = "(picture) => picture.shadowRoot.lastElementChild.innerHTML"
OTHER = f"""([caption, words, picture, moving]) =>
  caption.textContent !== words && ({MOVING})(picture) !== moving"""
READ = """(text) => {
  const part = document.createElement("div");
  part.innerHTML = text;
  return part.innerHTML;
}"""


PATIENT = 120  # seconds for a server to end, which takes its kernels with it


class Jupyter(NamedTuple):
    """A server: its address, its token, and the folder of its lessons."""

    url: str
    token: str
    desk: Path


@contextmanager
def jupyterlab(desk, home, seconds=600, plain=False):
    """What `make lab` starts, on this desk and with a Jupyter home of its own; or plain JupyterLab."""
    command = lab_command(desk, {"CI": "true"}, ["--LabApp.expose_app_in_browser=True"])
    if plain:
        command = [part for part in command if not re.search(OURS, part)]
    # JupyterLab takes its kernels with it; a plain one, which has none here, may wait for the network
    end = signal.SIGKILL if plain else signal.SIGTERM
    with started(command, PACKAGE.parent, os.environ, home, seconds, end) as (url, token):
        yield Jupyter(url, token, desk)


@contextmanager
def started(command, folder, environment, home, seconds=600, end=signal.SIGTERM):
    """A command that starts a server, in a folder, with a Jupyter home of its own; its address and token."""
    environment = {**environment, **{name: str(home / name) for name in HOMES}}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield address(home, time.monotonic() + seconds)
        finally:
            process.send_signal(end)
            try:
                process.wait(PATIENT)
            except subprocess.TimeoutExpired:  # it may wait for the network: no test asks for that
                process.kill()
                process.wait()


def address(home, deadline):
    """The address and the token of the server in this home, waited for."""
    while time.monotonic() < deadline:
        if "token=" in (home / "log").read_text():
            (about,) = (home / "JUPYTER_RUNTIME_DIR").glob("jpserver-*.json")
            return json.loads(about.read_text())["url"], json.loads(about.read_text())["token"]
        time.sleep(0.05)
    raise AssertionError((home / "log").read_text())


def refuse(route):
    """Let the page look for sessions, but not start one."""
    route.abort() if route.request.method == "POST" else route.continue_()


class Notebook:
    """One lesson, open in a page of its own."""

    def __init__(self, context, jupyter, name, kernel=True):
        self.page, self.name, self.console = context.new_page(), name, []
        self.page.set_default_timeout(SECONDS)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("console", self._listen)
        if not kernel:
            self.page.route("**/api/sessions*", refuse)
        self.page.goto(f"{jupyter.url}doc/tree/{name}?reset&token={jupyter.token}", timeout=2 * SECONDS)
        self.page.wait_for_function("() => !!window.jupyterapp", timeout=2 * SECONDS)
        # before this, the menus are empty and the commands do nothing
        self.page.evaluate("() => jupyterapp.restored.then(() => true)")

    def _listen(self, message):
        # JupyterLab warns of a slow machine or a restart; our own code stands at an address that starts so.
        if message.type == "error" or message.location["url"].startswith("blob:"):
            self.console.append(f"{message.type}: {message.text}")

    def command(self, name, **arguments):
        """Run a command of JupyterLab to its end."""
        run = "([name, arguments]) => jupyterapp.commands.execute(name, arguments).then(() => true)"
        self.page.evaluate(run, [name, arguments])

    def session(self, call):
        """Do something with the lesson's session, such as `restartKernel()`, to its end."""
        session = "jupyterapp.shell.currentWidget.context.sessionContext"
        self.page.evaluate(f"() => {session}.{call}.then(() => true)")

    def wait_for_kernel(self):
        """Wait until a kernel is there and idle; from then on hear all its complaints."""
        self.page.wait_for_function(READY, polling=100, timeout=2 * SECONDS)

    def run_all(self):
        """Run every cell, as Run ▸ Run All Cells does."""
        self.page.evaluate(FORGET)
        self.command("notebook:run-all-cells")
        self._wait_until_finished()

    def run(self, *cells):
        """Run these cells, by their number in the lesson."""
        self.page.evaluate(RUN, cells)
        self._wait_until_finished(cells)

    def _wait_until_finished(self, cells=None):
        # the command ends with the last cell, or with the first that fails: then the rest never runs
        try:
            self.page.wait_for_function(FINISHED, arg=cells, polling=100, timeout=SECONDS)
        except TimeoutError:
            raise AssertionError(f"not all cells of {self.name} ran: {self.complaints()}") from None

    def restart(self):
        """Restart the kernel."""
        self.session("restartKernel()")
        self.wait_for_kernel()

    def ask(self, expression):
        """What an expression is worth in the kernel, without a trace in the lesson."""
        return literal_eval(self.page.evaluate(ASK, expression))

    def until(self, question, seconds=SECONDS / 1000):
        """Ask until the answer is yes."""
        deadline = time.monotonic() + seconds
        while not (answer := question()) and time.monotonic() < deadline:
            self.page.wait_for_timeout(20)
        return answer

    def complaints(self):
        """All errors that the kernel, the page or a cell has shown."""
        heard = [text for text in self.page.evaluate("complaints") if not text.startswith(NOISE)]
        shown = self.page.locator("[data-mime-type$='.error'], [data-mime-type$='.stderr']")
        broken = self.page.locator(".jp-OutputArea").get_by_text("Error displaying widget")
        return heard + shown.all_inner_texts() + broken.all_inner_texts() + self.console

    def labs(self):
        """The labs in the page, from top to bottom."""
        boxes = self.page.locator(".jp-Notebook .lab")
        views = self.page.evaluate(VIEWS)
        return [ShownLab(self, boxes.nth(place), *view) for place, view in enumerate(views)]

    @contextmanager
    def cell_below(self, cell, source):
        """A new cell below another one, run at once and deleted in the end."""
        self.page.evaluate(BELOW, [cell, source])
        self.run(cell + 1)
        yield
        self.page.evaluate(DELETE, cell + 1)

    def turn_to(self, name):
        """Close the lesson and its widgets, and open another one in the same page, with the same kernel."""
        self.ask("__import__('ipywidgets').Widget.close_all()")
        self.ask("get_ipython().reset()")
        self.page.evaluate(TURN, name)
        self.name = name
        self.console.clear()

    def close(self):
        """Shut the kernel down, and close the page."""
        self.session("shutdown()")
        self.page.close()


class ShownLab(NamedTuple):
    """A lab in the page: where it stands, the cell that shows it, and its name in the kernel."""

    notebook: Notebook
    box: Locator
    cell: int
    model: str

    @property
    def kernel(self):
        """The expression that is this lab in the kernel."""
        return f"__import__('ipywidgets').widgets.widget._instances[{self.model!r}]"

    @property
    def places(self):
        """Where the kernel sees the controls, each by the number of its place."""
        return self.notebook.ask(f"{{name: each.index for name, each in {self.kernel}.controls.items()}}")

    def put(self, name, place):
        """Move a control to a place from the kernel's side."""
        self.notebook.ask(f"setattr({self.kernel}.controls[{name!r}], 'index', {place})")

    @property
    def caption(self):
        """The words under the picture."""
        return self.box.locator("figcaption").text_content()

    @property
    def picture(self):
        """The picture."""
        return self.box.locator(".picture")

    @property
    def moving(self):
        """What moves in the picture, as the page has it."""
        return self.picture.evaluate(MOVING)

    def reads(self, moving):
        """What moves in a picture, as the page would have it."""
        return self.notebook.page.evaluate(READ, moving)

    def handles(self):
        """The menus and handles of all controls, as a screen reader finds them."""
        return [*self.box.get_by_role("combobox").all(), *self.box.get_by_role("slider").all()]

    def control(self, control):
        """The handle or menu that has this control's name, found as a screen reader finds it."""
        role = "combobox" if isinstance(control, Menu) else "slider"
        return self.box.get_by_role(role, name=control.description, exact=True)

    def number(self, control):
        """The number beside a slider, found as a screen reader finds it."""
        return self.box.get_by_role("textbox", name=control.description, exact=True)

    def changes(self, words, moving, seconds=8):
        """Whether in so many seconds other words than these come, and in the picture something else moves."""
        caption, picture = self.box.locator("figcaption").element_handle(), self.picture.element_handle()
        shown, timeout = [caption, words, picture, moving], 1000 * seconds
        try:
            self.notebook.page.wait_for_function(OTHER, arg=shown, polling=50, timeout=timeout)
        except TimeoutError:
            return False
        return True

    def wait_for_words(self, words, seconds=SECONDS / 1000):
        """Wait until these words stand under the picture; return the seconds that this took."""
        start, says = time.monotonic(), "([caption, words]) => caption.textContent === words"
        caption = self.box.locator("figcaption").element_handle()
        self.notebook.page.wait_for_function(says, arg=[caption, words], timeout=1000 * seconds)
        return time.monotonic() - start
