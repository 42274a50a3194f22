"""The trees that the tests of the view look at: one notebook, executed once, in a kernel that can still be asked."""

import re

import nbformat
import outputs
from nbclient import NotebookClient
from places import MODULE

CELLS = MODULE / "src" / "test" / "notebook" / "trees.jsh"
SECONDS_PER_CELL = 120


def notebook():
    _, *parts = re.split(r"^// %% (\S+)\n", CELLS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    cells = [
        nbformat.v4.new_code_cell(source.strip(), metadata={"tags": [tag]}) for tag, source in zip(parts[::2], parts[1::2])
    ]
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "solstice", "display_name": "Solstice (Java 25)", "language": "java"}}
    )


class Trees:
    """The executed notebook, and its kernel."""

    def __init__(self):
        self.notebook = notebook()
        self.client = NotebookClient(
            self.notebook, timeout=SECONDS_PER_CELL, record_timing=False, resources={"metadata": {"path": str(CELLS.parent)}}
        )

    def __enter__(self):
        self._kernel = self.client.setup_kernel()
        self._kernel.__enter__()
        for index, cell in enumerate(self.notebook.cells):
            self.client.execute_cell(cell, index)
        return self

    def __exit__(self, *exception):
        self._kernel.__exit__(*exception)

    def html(self, tag):
        return outputs.shown_as(self.notebook, tag, "text/html")

    def text(self, tag):
        return outputs.text(self.notebook, tag)

    def ask(self, code):
        """What the kernel answers to one more cell; an error in it is this test's."""
        cell = nbformat.v4.new_code_cell(code)
        self.client.nb = nbformat.v4.new_notebook(cells=[cell])
        self.client.execute_cell(cell, 0)
        return "\n".join(outputs._texts(cell))
