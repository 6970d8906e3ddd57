"""A contents manager that opens a lesson with the stills of its labs where the labs themselves are gone.

A lab lives in the kernel. JupyterLab stores a reference to it, its view, beside its still, and prefers the
view: in a lesson that you saved and open again after its kernel ended, an error stands where a picture could.
So such a lesson is shown with its views under a name that JupyterLab does not know, and saved with them as
they were.
"""

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SET_ASIDE = "application/vnd.backprop-course.set-aside.widget-view+json"


class StillsFirst(AsyncLargeFileManager):
    """The server's own manager; where no kernel is at work on a lesson, it shows stills instead of labs."""

    async def get(self, path, *args, **kwargs):
        """Return the model of a file, as the server's own manager does."""
        model = await super().get(path, *args, **kwargs)
        if model["type"] == "notebook" and model["content"] and not await self._is_at_work(path):
            set_views_aside(model["content"])
        return model

    async def save(self, model, path=""):
        """Save a file, as the server's own manager does, with the views that were set aside for showing."""
        if model.get("type") == "notebook":
            put_views_back(model.get("content") or {})
        return await super().save(model, path)

    async def _is_at_work(self, path):
        sessions = await self.parent.session_manager.list_sessions()
        return path.strip("/") in [session["path"] for session in sessions]


def set_views_aside(notebook):
    """Hide the views that have a still, in trusted outputs; of others JupyterLab shows the still anyway."""
    trusted = [cell for cell in notebook["cells"] if cell["metadata"].get("trusted")]
    for data in bundles(trusted):
        if "text/html" in data and WIDGET_VIEW in data:
            data[SET_ASIDE] = data.pop(WIDGET_VIEW)


def put_views_back(notebook):
    """Show every view that was set aside; one of a lab that ran since is newer and stays."""
    for data in bundles(notebook.get("cells", [])):
        if SET_ASIDE in data:
            view = data.pop(SET_ASIDE)
            data.setdefault(WIDGET_VIEW, view)


def bundles(cells):
    """Return the data of every output of these cells, by kind."""
    return [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]
