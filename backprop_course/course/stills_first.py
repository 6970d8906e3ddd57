"""A contents manager that opens a lesson with the stills of its labs where the labs themselves are gone.

A lab lives in the kernel. JupyterLab stores a reference to it beside its still, and prefers the reference:
in a lesson that you saved and open again after its kernel ended, an error stands where a picture could.
"""

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class StillsFirst(AsyncLargeFileManager):
    """The server's own manager; where no kernel is at work on a lesson, it leaves out the labs themselves."""

    async def get(self, path, *args, **kwargs):
        """Return the model of a file, as the server's own manager does."""
        model = await super().get(path, *args, **kwargs)
        if model["type"] == "notebook" and model["content"] and not await self._is_at_work(path):
            keep_stills(model["content"])
        return model

    async def _is_at_work(self, path):
        sessions = await self.parent.session_manager.list_sessions()
        return path.strip("/") in [session["path"] for session in sessions]


def keep_stills(notebook):
    """Take the references to labs out of trusted outputs; of others JupyterLab shows the stills anyway."""
    trusted = [cell for cell in notebook["cells"] if cell["metadata"].get("trusted")]
    for output in [output for cell in trusted for output in cell.get("outputs", [])]:
        if "text/html" in output.get("data", {}):
            output["data"].pop(WIDGET_VIEW, None)
