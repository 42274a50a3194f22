"""Reads what a tagged cell of an executed notebook shows."""

import re


def cell(notebook, tag):
    for candidate in notebook.cells:
        if tag in candidate.metadata.get("tags", []):
            return candidate
    raise AssertionError(f"no cell of the notebook has the tag '{tag}'")


def text(notebook, tag):
    """All that the cell printed or returned as plain text."""
    return "\n".join(_texts(cell(notebook, tag)))


def shown_as(notebook, tag, media_type):
    """What the cell shows as this media type, concatenated."""
    return "".join(
        output["data"][media_type]
        for output in cell(notebook, tag).outputs
        if media_type in output.get("data", {})
    )


def numbers(notebook, tag):
    """The numbers in the cell's text, in order."""
    return [float(each) for each in re.findall(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", text(notebook, tag))]


def kinds(code_cell):
    """What kinds of outputs a cell has, whatever they say; a stream in pieces is one stream."""
    found = []
    for output in code_cell.outputs:
        kind = (output.output_type, *(sorted(output.data) if "data" in output else [output.get("name", "")]))
        if kind not in found:
            found.append(kind)
    return found


def _texts(code_cell):
    for output in code_cell.outputs:
        if output.output_type == "stream":
            yield output.text.strip()
        elif "text/plain" in output.get("data", {}):
            yield output.data["text/plain"].strip()
