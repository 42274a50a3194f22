"""Every tutorial runs through the real kernel, and what it shows is what it promises."""

import json
import re

import nbformat
import outputs
import pytest
from places import NOTEBOOKS

NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
FIRST = "01-all-of-solstice.ipynb"
DIGITS = "02-digits.ipynb"
LOOKING = "03-looking-at-models.ipynb"
LARGEST_OUTPUT = 512 * 1024


def says_true(notebook, tag):
    assert outputs.text(notebook, tag).splitlines()[-1] == "true"


def falls(notebook, tag):
    first, *_, last = outputs.numbers(notebook, tag)
    assert last < first


def is_a_tree(notebook, tag):
    html = outputs.shown_as(notebook, tag, "text/html")
    assert "jxt1-root" in html and "<summary" in html
    assert outputs.shown_as(notebook, tag, "text/plain").strip()


def shows_what_is_nan(notebook, tag):
    assert "⚠ NaN 32" in outputs.text(notebook, tag)


def shows_what_changed(notebook, tag):
    assert "3 changed, 0 added, 0 removed of 78 leaves" in outputs.text(notebook, tag)
    assert "f32[10,32]→f32[20,32]" in outputs.text(notebook, tag)


def shows_norms(notebook, tag):
    assert re.search(r"grad: ‖grad‖ \S+ over 8 leaves\nupdate: ‖update‖ \S+ over 8 leaves", outputs.text(notebook, tag))


def shows_selectors(notebook, tag):
    assert "m -> m.blocks().get(0).before().weight()" in outputs.text(notebook, tag)
    assert "Tree.at(model, List.of(m -> m.head().weight(), m -> m.head().bias())" in outputs.text(notebook, tag)


def shows_ten_images(notebook, tag):
    assert outputs.shown_as(notebook, tag, "text/html").count("data:image/png") == 10


def shows_equations(notebook, tag):
    assert outputs.text(notebook, tag).count("dot_general") == 4
    assert re.search(r"Cell \d+, line \d+", outputs.shown_as(notebook, tag, "text/html")), "each equation says which line made it"


def is_text_for_a_terminal(notebook, tag):
    lines = outputs.text(notebook, tag).splitlines()
    assert 10 < len(lines) <= 40 and max(map(len, lines)) <= 100


def is_a_table(notebook, tag):
    html = outputs.shown_as(notebook, tag, "text/html")
    assert "<table" in html and html.count("<tr") > 2


def is_a_picture(notebook, tag):
    svg = outputs.shown_as(notebook, tag, "image/svg+xml") + outputs.shown_as(notebook, tag, "text/html")
    assert "<svg" in svg or "data:image/" in svg or outputs.shown_as(notebook, tag, "image/png")


def is_accurate(notebook, tag):
    [accuracy] = outputs.numbers(notebook, tag)
    assert 0.97 <= accuracy <= 1


CHECKS = [
    (FIRST, "tree", is_a_tree),
    (FIRST, "partition", is_a_tree),
    (FIRST, "losses", falls),
    (FIRST, "frozen", says_true),
    (FIRST, "ensemble", says_true),
    (FIRST, "surgery", says_true),
    (DIGITS, "table", is_a_table),
    (DIGITS, "loss-curve", is_a_picture),
    (DIGITS, "accuracy", is_accurate),
    (DIGITS, "tree", is_a_tree),
    (DIGITS, "gradient-tree", is_a_tree),
    (LOOKING, "tree", is_a_tree),
    (LOOKING, "partition", is_a_tree),
    (LOOKING, "named", is_a_tree),
    (LOOKING, "nan", shows_what_is_nan),
    (LOOKING, "paths", shows_selectors),
    (LOOKING, "diff", shows_what_changed),
    (LOOKING, "overlay", shows_norms),
    (LOOKING, "state", is_a_tree),
    (LOOKING, "heatmap", is_a_picture),
    (LOOKING, "tiles", is_a_picture),
    (LOOKING, "heatmaps", is_a_picture),
    (LOOKING, "table", is_a_table),
    (LOOKING, "image", shows_ten_images),
    (LOOKING, "program", shows_equations),
    (LOOKING, "text", is_text_for_a_terminal),
]


def test_there_are_tutorials():
    assert {FIRST, DIGITS, LOOKING} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_tutorial_runs_without_an_error(name, executed):
    assert not [each for each in all_outputs(executed(name)) if each.output_type == "error"]


@pytest.mark.parametrize("name, tag, check", CHECKS, ids=lambda each: getattr(each, "__name__", each))
def test_a_cell_shows_what_the_tutorial_promises(name, tag, check, executed):
    check(executed(name), tag)


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_tutorial_holds_outputs_of_the_same_kinds(name, executed, committed):
    def shown(notebook):
        return [(each.source, outputs.kinds(each)) for each in notebook.cells if each.cell_type == "code"]

    assert shown(committed(name)) == shown(executed(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_output_is_too_large_to_commit_and_review(name, executed):
    assert max(len(json.dumps(each)) for each in all_outputs(executed(name))) <= LARGEST_OUTPUT


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_tutorial_is_a_valid_notebook_for_the_solstice_kernel(name, committed):
    notebook = committed(name)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "solstice"


def all_outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
