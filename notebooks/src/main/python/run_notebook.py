"""Executes a notebook in a fresh kernel, as `./solstice run NOTEBOOK [OUTPUT]` does.

Whatever happens, the outputs so far are written: a notebook that failed shows where.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def execute(source, target=None, timeout=None):
    """Executes `source`, writes the result to `target` (default: in place) and returns it.

    `timeout` is per cell, in seconds. Cells see the notebook's own folder as their working folder.
    """
    source = Path(source)
    target = Path(target) if target else source
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "solstice"),
        timeout=timeout,
        record_timing=False,  # times would make every execution a change of the file
        resources={"metadata": {"path": str(source.resolve().parent)}},
    )
    try:
        client.execute()
    finally:
        nbformat.write(notebook, target)
    return notebook


def main(arguments):
    source, *rest = arguments
    target = rest[0] if rest else source
    try:
        execute(source, target)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print(error, file=sys.stderr)
        print(f"{source} stopped; its outputs so far are in {target}", file=sys.stderr)
        return 1
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
