"""What the launcher says on machines that lack something. It runs with a PATH of its own, so nothing is really missing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from places import LAUNCHER


TOOLS = ("sh awk cat cksum cmp cp cut df dirname env find grep head id mkdir printf rm sed sort tr uname").split()
#: Where the launcher looks besides PATH and the home directory.
SYSTEM_FOLDERS = ["/usr/lib/jvm/", "/usr/java/", "/opt/", "/Library/", "/Applications/"]


class Machine:
    """A clone of the launcher on a machine that has only what a test gives it."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.clone = folder / "a clone"
        for each in (self.home, self.bin, self.clone):
            each.mkdir()
        launcher = LAUNCHER.read_text()
        for each in SYSTEM_FOLDERS:
            launcher = launcher.replace(f" {each}", f" {folder}/system{each}").replace(f"'{each}", f"'{folder}/system{each}")
        (self.clone / "solstice").write_text(launcher)
        (self.clone / "solstice").chmod(0o755)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))

    def program(self, name, script):
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / name).chmod(0o755)

    def jdk(self, home, version, modules="java.base jdk.compiler jdk.jshell"):
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "javac").write_text("#!/bin/sh\n")
        (home / "bin" / "javac").chmod(0o755)
        (home / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_VERSION="{version}"\nMODULES="{modules}"\n')
        return home

    def run(self, *arguments, **environment):
        return subprocess.run(
            [self.clone / "solstice", *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.home), **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("command", [["lab"], ["test"], ["install"], ["run", "some.ipynb"]], ids=lambda c: c[0])
def test_without_a_jdk_25_one_line_says_what_is_missing_and_how_to_get_it(machine, command):
    machine.program("java", "echo '    java.home = /nowhere' >&2")
    machine.jdk(machine.home / ".sdkman/candidates/java/21-tem", "21.0.8")
    machine.jdk(machine.home / ".sdkman/candidates/java/25-jre", "25.0.1", modules="java.base")
    (machine.clone / "some.ipynb").write_text("{}")
    if command[0] == "run":
        command = ["run", str(machine.clone / "some.ipynb")]
    result = machine.run(*command)
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert "JDK 25" in line and "JAVA_HOME" in line and "apt install" in line
    assert not (machine.clone / ".solstice").exists(), "it began before it knew that it cannot finish"


@pytest.mark.parametrize("place", ["home/.sdkman/candidates/java/25-tem", "home/.jdks/a jdk", "system/usr/lib/jvm/jdk-25"])
def test_a_jdk_25_is_found_though_another_java_is_first_on_the_path(machine, place):
    machine.program("java", "echo '    java.home = /usr/lib/jvm/java-17' >&2")
    home = machine.jdk(machine.folder / place, "25.0.3")
    assert f"JDK 25: {home}\n" in machine.run("doctor").stdout


def test_the_jdk_25_that_java_home_names_comes_first(machine):
    machine.jdk(machine.home / ".jdks/one", "25.0.1")
    mine = machine.jdk(machine.folder / "mine", "25")
    assert f"JDK 25: {mine}\n" in machine.run("doctor", JAVA_HOME=str(mine)).stdout


def test_without_a_browser_the_tests_fail_and_say_what_to_do(machine):
    machine.jdk(machine.home / ".jdks/25", "25.0.3")
    machine.program("python3", f'exec "{sys.executable}" "$@"')
    machine.program("fc-list", "echo a font")
    machine.program("apt-get", "exit 1")
    result = machine.run("test")
    assert result.returncode == 1
    assert "SOLSTICE_BROWSER" in result.stderr.splitlines()[-1] and "apt install chromium" in result.stderr


def test_without_a_python_that_can_make_environments_it_says_so(machine):
    machine.jdk(machine.home / ".jdks/25", "25.0.3")
    machine.program("python3", "exit 1")
    result = machine.run("lab")
    assert result.returncode == 1
    assert "Python 3.10" in result.stderr


def test_an_unknown_command_shows_the_known_ones(machine):
    result = machine.run("lap")
    assert result.returncode == 1
    assert "./solstice COMMAND" in result.stderr and "unknown command: lap" in result.stderr


def test_install_makes_a_kernelspec_that_stands_on_its_own(tmp_path):
    """Everything that the installed kernel.json names exists, and its jars lie beside it."""
    prefix = tmp_path / "some prefix"
    subprocess.run([LAUNCHER, "install", "--prefix", prefix], stdin=subprocess.DEVNULL, check=True)
    spec = prefix / "share/jupyter/kernels/solstice"
    kernel = json.loads((spec / "kernel.json").read_text())
    assert Path(kernel["argv"][0]).is_file()
    assert str(spec / "lib") in " ".join(kernel["argv"])
    assert list((spec / "lib").glob("solstice-kernel-*.jar"))


def test_install_takes_flags_that_java_knows(tmp_path):
    vectors = "--add-modules=jdk.incubator.vector"
    subprocess.run([LAUNCHER, "install", "--prefix", tmp_path, vectors, "-Xmx3g"], stdin=subprocess.DEVNULL, check=True)
    kernels = tmp_path / "share/jupyter/kernels"
    argv = json.loads((kernels / "solstice/kernel.json").read_text())["argv"]
    assert {vectors, "-Xmx3g"} < set(argv) and any(flag.startswith("-XX:AOTCache=") for flag in argv)
    manager = KernelManager(kernel_name="solstice", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels)]))
    manager.start_kernel()
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        lanes = "import jdk.incubator.vector.FloatVector;\nFloatVector.broadcast(FloatVector.SPECIES_128, 2f).length()"
        outputs = []
        client.execute_interactive(lanes, timeout=60, output_hook=outputs.append)
        assert [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"] == ["4"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    for wrong in ["--add-modules=jdk.incubator.nothing", "--pre-fix", "folder"]:
        result = launcher("install", "--prefix", tmp_path, wrong)
        assert result.returncode == 1
        assert f"Java does not start with {wrong}; usage: ./solstice install" in result.stderr.splitlines()[-1]
    assert (kernels / "solstice/kernel.json").is_file(), "what is there was touched"


def notebook_of(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"kernelspec": {"name": "solstice", "display_name": "Solstice", "language": "java"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


def launcher(*arguments, **environment):
    return subprocess.run(
        [LAUNCHER, *arguments], env=os.environ | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def test_a_second_start_needs_neither_maven_nor_a_package_index(tmp_path):
    source = notebook_of(tmp_path / "sum.ipynb", "1 + 1")
    assert launcher("run", source, tmp_path / "first.ipynb").returncode == 0
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mvn").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "mvn").chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    second = launcher("run", source, tmp_path / "second.ipynb", PATH=path, PIP_NO_INDEX="1")
    assert (second.returncode, second.stderr) == (0, "")
    [output] = nbformat.read(tmp_path / "second.ipynb", as_version=4).cells[0].outputs
    assert output.data["text/plain"] == "2"


def test_a_notebook_that_fails_says_so_and_keeps_the_outputs_so_far(tmp_path):
    source = notebook_of(tmp_path / "fails.ipynb", "6 * 7", 'throw new IllegalStateException("on purpose");', "1 + 1")
    result = launcher("run", source)
    assert result.returncode == 1
    assert "on purpose" in result.stderr
    fine, failed, never = nbformat.read(source, as_version=4).cells
    assert fine.outputs[0].data["text/plain"] == "42"
    assert failed.outputs[0].output_type == "error"
    assert never.outputs == []
