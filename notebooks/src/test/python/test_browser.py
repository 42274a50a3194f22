"""The tree of the first tutorial in a real browser and a real JupyterLab, however it is opened."""

from contextlib import ExitStack

import outputs
import pytest
from tree_view import ROOT, NotebookPage, TreeView, counts

FIRST = "01-all-of-solstice.ipynb"
DIGITS = "02-digits.ipynb"
WINDOW = {"width": 1280, "height": 900}
OPENINGS = [(trust, theme) for trust in ("untrusted", "trusted") for theme in ("light", "dark")]


@pytest.fixture(scope="module", params=OPENINGS, ids="-".join)
def opening(request, lab, chromium, executed, target):
    """The executed notebook 01, open at its first tree."""
    trust, theme = request.param
    name = f"{trust}-{theme}.ipynb"
    lab.put(name, executed(FIRST), trusted=trust == "trusted")
    lab.use_theme(theme)
    with chromium.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(lab.url(name, workspace=f"{trust}-{theme}"))
        view = NotebookPage(page, executed(FIRST)).tree("tree")
        view.trust, view.theme = trust, theme
        (target / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=target / "screenshots" / f"01-{trust}-{theme}.png")
        yield view
    lab.stop_kernels()


def test_the_notebook_is_opened_as_said(opening):
    dark = opening.page.evaluate("() => document.body.dataset.jpThemeLight") == "false"
    assert dark == (opening.theme == "dark")
    shield = {"trusted": "ui-components:trusted", "untrusted": "ui-components:not-trusted"}
    opening.page.wait_for_selector(f'#jp-main-statusbar [data-icon="{shield[opening.trust]}"]', state="attached")


def test_the_tree_is_visible(opening):
    assert opening.root.is_visible()
    assert opening.height() > 40
    words = opening.text()
    assert "▲" in words and "trainable" in words
    assert "<details" not in words and "</" not in words


def test_a_node_folds_and_unfolds_by_mouse(opening):
    assert_toggles(opening, lambda summary: summary.click())


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_node_folds_and_unfolds_by_keyboard(opening, key):
    def press(summary):
        summary.focus()
        opening.page.keyboard.press(key)

    assert_toggles(opening, press)


def assert_toggles(opening, toggle):
    summary = opening.some_node()
    summary.evaluate("summary => summary.parentElement.classList.add('under-test')")
    details = opening.root.locator(".under-test")

    def state():
        return details.evaluate("details => details.open"), opening.height()

    try:
        open_before, height_before = state()
        toggle(details.locator("> summary"))
        open_after, height_after = state()
        assert open_after != open_before
        assert (height_after - height_before > 10) if open_after else (height_before - height_after > 10)
        toggle(details.locator("> summary"))
        assert state() == (open_before, height_before)
        assert not opening.page.locator(".jp-Notebook.jp-mod-editMode").count(), "the key went to the notebook"
    finally:
        details.evaluate("(details, open) => { details.open = open; details.classList.remove('under-test') }", open_before)


def test_the_legend_counts_what_the_library_counts(opening, executed):
    computed = counts(outputs.text(executed(FIRST), "tree-counts"))
    assert computed["trainable"][0] > 0 and computed["trainable"][1] > 0
    assert opening.legend() == computed


def test_the_tree_can_be_read_in_this_theme(opening):
    contrasts = opening.contrasts()
    assert len(contrasts) >= 5
    assert [each for each in contrasts if each["contrast"] < 4.5] == []


def test_the_dark_tree_is_no_white_slab(opening):
    if opening.theme == "dark":
        assert opening.white_share() < 0.05
    else:
        assert opening.white_share() > 0.5


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
                                       (DIGITS, "tree"), (DIGITS, "gradient-tree")])
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


def test_a_page_exported_by_nbconvert_shows_the_tree_without_javascript(chromium, target, executed):
    from nbconvert import HTMLExporter

    page_file = target / "executed" / "01.html"
    page_file.write_text(HTMLExporter().from_notebook_node(executed(FIRST))[0], encoding="utf-8")
    with chromium.new_context(java_script_enabled=False, offline=True) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        view = TreeView(page, page.locator(ROOT).first)
        assert view.root.is_visible()
        height = view.height()
        view.some_node().click()
        assert abs(view.height() - height) > 10
