"""The wheel, installed by pip into an environment that has nothing else."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from kernel_session import KERNEL, Session

MAIN = Path(__file__).resolve().parents[2] / "main" / "python"
SECONDS_TO_PREPARE = 240


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A fresh virtual environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    lib = Path(KernelSpecManager().get_kernel_spec(KERNEL).resource_dir) / "lib"
    subprocess.run([sys.executable, MAIN / "build_wheel.py", lib, "0.1.0-SNAPSHOT", folder / "dist"], check=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([folder / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel], check=True)
    return folder / "venv"


@pytest.fixture
def installed(environment, tmp_path, monkeypatch):
    """The name of the kernelspec that pip has put there, which starts with a cache of its own."""
    spec = json.loads((environment / "share/jupyter/kernels/solstice/kernel.json").read_text())
    assert spec["argv"][0] == "python"  # which Jupyter replaces by its own: here by the environment's
    spec["argv"][0] = str(environment / "bin/python")
    folder = tmp_path / "jupyter" / "kernels" / "from-wheel"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return "from-wheel"


def test_the_kernel_starts_prepares_itself_and_starts_faster_from_then_on(installed, tmp_path):
    session = Session(installed)
    try:
        assert session.run("1 + 1", timeout=60).text == "2"
        assert session.run("ones(2).add(1).toString()", timeout=60).status == "ok"
        command = subprocess.run(["ps", "-o", "args=", "-p", str(session.manager.provisioner.pid)], capture_output=True, text=True).stdout
        assert "AOTCache=" not in command and "/bin/java" in command  # Java itself, not a launcher that waits for it
    finally:
        session.close()
    deadline = time.monotonic() + SECONDS_TO_PREPARE
    while not list(tmp_path.glob("cache/solstice/*/kernel.json")):
        assert time.monotonic() < deadline, "the first start has not prepared later ones"
        time.sleep(0.5)
    again = Session(installed)
    try:
        assert again.run("1 + 1", timeout=60).text == "2"
        command = subprocess.run(["ps", "-o", "args=", "-p", str(again.manager.provisioner.pid)], capture_output=True, text=True).stdout
        assert "AOTCache=" in command
    finally:
        again.close()


def test_without_a_jdk_the_remedy_is_said(environment):
    code = "import solstice_kernel.__main__ as m, sys; m.PLACES = []; sys.argv = ['x', 'file']; m.main()"
    run = subprocess.run([environment / "bin/python", "-c", code], capture_output=True, text=True, env=os.environ | {"JAVA_HOME": "", "PATH": ""})
    assert run.returncode == 1 and "JDK 25" in run.stderr and "JAVA_HOME" in run.stderr
