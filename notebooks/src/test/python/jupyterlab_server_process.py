"""`./solstice lab` as the tests start it: on loopback, with a token, and without a trace in the user's settings."""

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary
from places import LAUNCHER

SECONDS_TO_START = 300  # a build included, where the tests are run by hand


class JupyterLab:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.notebooks = self.folder / "notebooks"
        self.settings = self.folder / "settings"
        self.data = self.folder / "data"
        self.token = secrets.token_hex(16)
        for each in (self.notebooks, self.settings, self.data):
            each.mkdir()

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._settings("@jupyterlab/apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False})
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.data),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "JUPYTER_TOKEN": self.token,
        }
        self.log = open(self.folder / "server.log", "wb")
        self.process = subprocess.Popen(
            [
                LAUNCHER, "lab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={self.notebooks}", "--LabApp.extension_manager=readonly",
            ],
            env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
        )
        self._wait_until_it_answers()
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/api/status?token={self.token}", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        log = (self.folder / "server.log").read_text(errors="replace")
        raise RuntimeError(f"JupyterLab does not answer:\n{log[-4000:]}")

    def _settings(self, extension, plugin, values):
        folder = self.settings / extension
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{plugin}.jupyterlab-settings").write_text(json.dumps(values))

    def use_theme(self, theme):
        """`light` or `dark`, from the next page on."""
        self._settings("@jupyterlab/apputils-extension", "themes", {"theme": f"JupyterLab {theme.capitalize()}"})

    def put(self, name, notebook, trusted):
        """Adds a notebook as if it had been saved here (trusted) or had come by mail (untrusted)."""
        notebook = nbformat.from_dict(notebook)
        # Trust is a signature of the content, so the two copies must not have the same.
        notebook.metadata["shown_as"] = name
        nbformat.write(notebook, self.notebooks / name)
        if trusted:
            notary = NotebookNotary(data_dir=str(self.data))
            notary.sign(nbformat.read(self.notebooks / name, as_version=4))
            notary.store.close()

    def stop_kernels(self):
        """Ends what pages left running."""
        with urllib.request.urlopen(f"{self.address}/api/kernels?token={self.token}", timeout=20) as reply:
            kernels = json.load(reply)
        for kernel in kernels:
            request = urllib.request.Request(
                f"{self.address}/api/kernels/{kernel['id']}?token={self.token}", method="DELETE"
            )
            urllib.request.urlopen(request, timeout=60).close()

    def url_in_notebook_7(self, name):
        """The same notebook in Jupyter Notebook, which the same server shows where it is installed."""
        return f"{self.address}/notebooks/{name}?token={self.token}"

    def url(self, name, workspace):
        """The page of a notebook in a workspace of its own, so that no page restores another's tabs."""
        return f"{self.address}/lab/workspaces/{workspace}/tree/{name}?token={self.token}"
