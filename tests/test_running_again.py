"""A lab whose cell runs again takes the place of the lab that the cell made before, in memory too."""

import gc
import weakref

import pytest
from ipywidgets.widgets import widget
from jupyter_client.manager import start_new_kernel
from labs_on_stage import small_lab

from backprop_course.widgets import cells

pytestmark = pytest.mark.slow

SMALL_LAB = """
import ctypes, gc, psutil
from backprop_course.widgets.controls import evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import Drawing
from backprop_course.widgets.style import figure

trim = getattr(ctypes.CDLL(None), "malloc_trim", int)

def draw():
    fig, (ax,) = figure()
    (line,) = ax.plot([0, 1], [0, 1])
    return Drawing(fig, [line], lambda rate: line.set_data([0, 1], [0, rate]))

def small_lab():
    rate = slider("rate", evenly_spaced(0.0, 1.0, 0.1), 0.5)
    return lab(lambda rate: rate, draw, lambda rate: f"rate {rate:g}.", rate=rate)
"""
# Memory that the allocator keeps for later is not lost.
MEGABYTES = "(gc.collect(), trim(0), psutil.Process().memory_info().rss / 2**20)[2]"


class Shell:
    """As much of IPython's shell as a lab asks: the cell that runs, and the number of its run."""

    def __init__(self):
        self.cell, self.prompt_count = "a cell", 1
        self.outputs, self.user_ns, self.user_ns_hidden = {}, {}, {}
        self.displayhook = self.history_manager = self

    def get_parent(self):
        """The message that asked for this run."""
        return {"metadata": {"cellId": self.cell}}


@pytest.fixture
def shell(monkeypatch):
    """A shell in whose cells the labs of a test are made."""
    shell = Shell()
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    monkeypatch.setattr(cells, "_made", {})
    return shell


def test_a_cell_that_runs_again_leaves_nothing_of_its_last_lab(shell):
    old = small_lab()
    figure, shell.outputs[1] = weakref.ref(old.drawing.figure), ["the still"]
    shell.user_ns |= {"_oh": {1: old}, "_1": old, "a_lab": old}
    shell.user_ns_hidden |= {"_1": old}
    before, shell.prompt_count = len(widget._instances), 2
    new = small_lab()
    gc.collect()
    assert len(widget._instances) == before and figure() is None and shell.outputs == {}
    assert shell.user_ns == {"_oh": {}, "a_lab": old} and shell.user_ns_hidden == {}
    assert old.words == "rate 0.1." and new.drawing


def test_labs_of_one_run_and_of_other_cells_stay(shell):
    labs = [small_lab(), small_lab()]
    shell.cell, shell.prompt_count = "another cell", 2
    labs.append(small_lab())
    for each in labs:
        each.controls["rate"].value = 1
        assert each.words == "rate 1."


def run(client, code, **expressions):
    """Run a cell of JupyterLab's in a kernel, and give what some expressions are worth after it."""
    content = {"code": code, "user_expressions": expressions, "store_history": bool(code)}
    request = client.session.msg("execute_request", content, metadata={"cellId": "a cell"})
    client.shell_channel.send(request)
    reply = {"parent_header": {}}
    while reply["parent_header"].get("msg_id") != request["msg_id"]:
        reply = client.get_shell_msg(timeout=60)
    while client.iopub_channel.msg_ready():
        client.get_iopub_msg()
    assert reply["content"]["status"] == "ok", reply["content"]
    return [float(answer["data"]["text/plain"]) for answer in reply["content"]["user_expressions"].values()]


@pytest.mark.full
def test_after_two_hundred_runs_a_kernel_is_at_most_five_megabytes_larger(record_property):
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        run(client, SMALL_LAB)
        for _ in range(120):  # until caches are full: the newest versions take longest
            run(client, "a_lab = small_lab()\na_lab")
        (before,) = run(client, "", size=MEGABYTES)
        for _ in range(200):
            run(client, "a_lab = small_lab()\na_lab")
        (after,) = run(client, "", size=MEGABYTES)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    record_property("a lab's cell run 200 times, the kernel grows by", f"{after - before:.1f} MB")
    assert after - before <= 5
