"""What a notebook's cell made stays in memory after the cell runs again: IPython keeps what a cell showed.

A lab is 3 MB. So a lab is noted by the cell that makes it, and dismissed when that cell runs once more.
"""

from IPython import get_ipython

_made = {}  # by cell: the number of its last run, and the labs that this run made


def replace_last(a_lab):
    """Note a lab as made by the cell that runs now; dismiss the labs of this cell's last run."""
    shell = get_ipython()
    message = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = message.get("metadata", {}).get("cellId")
    if cell is None:  # not a cell, or a front-end that does not name its cells
        return
    run = shell.displayhook.prompt_count
    last, labs = _made.get(cell, (run, []))
    if last != run:
        while labs:
            labs.pop().dismiss()
        forget(shell, last)
    _made[cell] = run, [*labs, a_lab]


def forget(shell, run):
    """Let IPython forget what a cell showed in a run: the lab as Out[run] and _run, and the still."""
    shell.user_ns.get("_oh", {}).pop(run, None)
    for names in (shell.user_ns, shell.user_ns_hidden):
        names.pop(f"_{run}", None)
    getattr(shell.history_manager, "outputs", {}).pop(run, None)
