"""The tutorials in a real browser and a real JupyterLab. What the tree view does there is in test_tree_view.py."""

from contextlib import ExitStack

import outputs
import pytest
from tree_view import NotebookPage

FIRST = "01-all-of-solstice.ipynb"
DIGITS = "02-digits.ipynb"
LOOKING = "03-looking-at-models.ipynb"
WINDOW = {"width": 1280, "height": 900}


def test_a_cell_run_in_jupyterlab_shows_its_tree(lab, chromium, target, executed):
    """The kernel that JupyterLab itself starts answers, and its answer is a tree."""
    import nbformat

    model = outputs.cell(executed(FIRST), "tree")
    cells = []
    for each in executed(FIRST).cells:
        if each.cell_type == "code":
            cells.append(nbformat.v4.new_code_cell(each.source, metadata=each.metadata))
        if each is model:
            break
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": executed(FIRST).metadata.kernelspec})
    lab.put("live.ipynb", notebook, trusted=True)
    lab.use_theme("light")
    with chromium.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(lab.url("live.ipynb", workspace="live"))
        tutorial = NotebookPage(page, notebook)
        tutorial.run_all()
        view = tutorial.tree("tree")
        page.screenshot(path=target / "screenshots" / "live.png")
        assert view.height() > 40


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name, tag", [(FIRST, "partition"), (DIGITS, "table"), (DIGITS, "loss-curve"),
                                       (DIGITS, "tree"), (DIGITS, "gradient-tree"), (LOOKING, "diff"),
                                       (LOOKING, "overlay"), (LOOKING, "image"), (LOOKING, "program")])
def test_what_a_cell_shows_is_seen(name, tag, theme, reader, target):
    output = reader(name, theme).output(tag)
    output.screenshot(path=target / "screenshots" / f"{name[:2]}-{tag}-{theme}.png")
    assert output.is_visible()
    assert output.bounding_box()["height"] > 20


@pytest.fixture(scope="module")
def reader(lab, chromium, executed):
    """Opens an executed tutorial, trusted, once a theme."""
    with ExitStack() as contexts:
        pages = {}

        def of(name, theme):
            if (name, theme) not in pages:
                lab.put(name, executed(name), trusted=True)
                lab.use_theme(theme)
                page = contexts.enter_context(chromium.new_context(viewport=WINDOW)).new_page()
                page.goto(lab.url(name, workspace=f"{name[:2]}-{theme}"))
                pages[name, theme] = NotebookPage(page, executed(name))
            return pages[name, theme]

        yield of
    lab.stop_kernels()
