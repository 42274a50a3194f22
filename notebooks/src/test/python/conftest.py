"""Executes each tutorial once through the real kernel, and shows it in a real JupyterLab."""

import os
import shutil
import sys

import pytest
from places import MODULE, NOTEBOOKS

sys.path.insert(0, str(MODULE / "src" / "main" / "python"))

from jupyterlab_server_process import JupyterLab  # noqa: E402
from run_notebook import execute  # noqa: E402
from trees import Trees  # noqa: E402

SECONDS_PER_CELL = 300


@pytest.fixture(scope="session")
def target():
    folder = MODULE / "target"
    (folder / "screenshots").mkdir(parents=True, exist_ok=True)
    (folder / "executed").mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def executed(target):
    """Executes a tutorial by its name, once a session; an error in a cell fails every test that asks for it."""
    results = {}

    def of(name):
        if name not in results:
            results[name] = execute(NOTEBOOKS / name, target / "executed" / name, timeout=SECONDS_PER_CELL)
        return results[name]

    return of


@pytest.fixture(scope="session")
def committed():
    import nbformat

    return lambda name: nbformat.read(NOTEBOOKS / name, as_version=4)


@pytest.fixture(scope="session")
def trees():
    with Trees() as executed_trees:
        yield executed_trees


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with JupyterLab(tmp_path_factory.mktemp("jupyterlab")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    executable = os.environ.get("SOLSTICE_BROWSER") or shutil.which("chromium")
    if not executable:
        pytest.fail("no browser: set SOLSTICE_BROWSER to a Chromium or Chrome, as ./solstice test does")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()
