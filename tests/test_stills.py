"""What stays of a picture where no kernel runs: the still, its words, the notebook, the exported page."""

import base64
import io
import re
from html import unescape

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter
from notebooks_on_stage import NOTEBOOKS
from PIL import Image

from backprop_course.widgets.stills import Still, bundle
from backprop_course.widgets.style import figure

pytestmark = pytest.mark.slow

VIEW = "application/vnd.jupyter.widget-view+json"


def pixels(source):
    """The pixels of an image in a data address."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))).convert("RGBA"))


def test_a_still_shows_its_figure_and_says_its_words():
    fig, (ax,) = figure(width=4, height=3)
    ax.plot([0, 1], [0, 1])
    still = Still(fig, 'loss < 1 & "falling"')
    shown = still._repr_mimebundle_()
    assert shown["text/plain"] == repr(still) == 'loss < 1 & "falling"'
    assert 'alt="loss &lt; 1 &amp; &quot;falling&quot;"' in shown["text/html"]
    assert 'width="400"' in shown["text/html"]
    picture = pixels(re.search(r'src="(.+?)"', shown["text/html"]).group(1))
    assert picture.shape == (600, 800, 4)
    assert (picture[0, 0, 3], picture[..., 3].max()) == (0, 255), "ink on a transparent ground"


def test_the_same_figure_gives_the_same_bytes():
    def drawn():
        fig, (ax,) = figure()
        ax.plot([0, 1], [1, 0])
        return Still(fig, "a line").png

    assert drawn() == drawn()
    assert bundle(drawn(), "a line") == bundle(drawn(), "a line")


@pytest.mark.parametrize(
    "path",
    [each if n % 4 == 0 else pytest.param(each, marks=pytest.mark.full) for n, each in enumerate(NOTEBOOKS)],
    ids=lambda path: path.stem,
)
def test_every_lab_and_figure_is_in_the_exported_page_with_its_words(path):
    notebook = nbformat.read(path, as_version=4)
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    figures = [data for data in outputs if "<figure>" in data.get("text/html", "")]
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    words = re.findall(r'<img alt="([^"]+)" src="data:image/png;base64,\w', page)
    shown = [unescape(each) for each in words]
    assert any(VIEW in data for data in figures), "no lab"
    assert all(data["text/plain"] in shown for data in figures)
    assert not any("image/png" in data for data in outputs), "a picture without words"
