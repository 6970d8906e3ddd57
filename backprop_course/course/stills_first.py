"""A contents manager that opens a lesson with the stills of its labs where the labs themselves are gone.

A lab lives in the kernel. JupyterLab stores a reference to it, its view, beside its still, and prefers the
view: in a lesson that you saved and open again after its kernel ended, an error stands where a picture could.
So a lab saves its view under a name that JupyterLab does not know (widgets/pulse.js). A lesson that was saved
with its views, by a page without that, is opened here as if it had been saved so.
"""

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from backprop_course.course.normal_form import WIDGET_VIEW

SET_ASIDE = "application/vnd.backprop-course.set-aside.widget-view+json"


class StillsFirst(AsyncLargeFileManager):
    """The server's own manager; where no kernel is at work on a lesson, it shows stills instead of labs."""

    async def get(self, path, *args, **kwargs):
        """Return the model of a file, as the server's own manager does."""
        model = await super().get(path, *args, **kwargs)
        if model["type"] == "notebook" and model["content"] and not await self._is_at_work(path):
            set_views_aside(model["content"])
        return model

    async def _is_at_work(self, path):
        sessions = await self.parent.session_manager.list_sessions()
        return path.strip("/") in [session["path"] for session in sessions]


def set_views_aside(notebook):
    """Hide the views that have a still, in trusted outputs; of others JupyterLab shows the still anyway."""
    trusted = [cell for cell in notebook["cells"] if cell["metadata"].get("trusted")]
    for data in (output.get("data", {}) for cell in trusted for output in cell.get("outputs", [])):
        if "text/html" in data and WIDGET_VIEW in data:
            data[SET_ASIDE] = data.pop(WIDGET_VIEW)
