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
    folder = tmp_path_factory.mktemp("wheel") / "a path with spaces"
    folder.mkdir()
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
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "its cache"))
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
    while not list(tmp_path.glob("its cache/solstice/*/kernel.json")):
        assert time.monotonic() < deadline, "the first start has not prepared later ones"
        time.sleep(0.5)
    again = Session(installed)
    try:
        assert again.run("1 + 1", timeout=60).text == "2"
        command = subprocess.run(["ps", "-o", "args=", "-p", str(again.manager.provisioner.pid)], capture_output=True, text=True).stdout
        assert "AOTCache=" in command
    finally:
        again.close()


def start(environment, **changes):
    """The launcher where it finds a JDK only by JAVA_HOME or on PATH."""
    code = "import solstice_kernel.__main__ as m, sys; m.PLACES = []; sys.argv = ['x', 'file']; m.main()"
    return subprocess.run([environment / "bin/python", "-c", code], capture_output=True, text=True,
                          env=os.environ | {"JAVA_HOME": "", "PATH": ""} | changes)


def test_without_a_jdk_the_remedy_is_said(environment):
    run = start(environment)
    assert run.returncode == 1 and "JDK 25" in run.stderr and "JAVA_HOME" in run.stderr and "Found" not in run.stderr


def test_a_java_that_will_not_do_is_named(environment, tmp_path):
    def java(name, release):
        home = tmp_path / name
        (home / "bin").mkdir(parents=True)
        (home / "bin/java").touch(0o755)
        (home / "release").write_text(release)
        return home

    old = java("old java", 'JAVA_VERSION="17.0.15"\nMODULES="java.base jdk.jshell"\n')
    small = java("jre", 'JAVA_VERSION="25.0.1"\nMODULES="java.base"\n')
    run = start(environment, JAVA_HOME=str(small), PATH=f"{old / 'bin'}")
    assert run.returncode == 1
    assert f"25.0.1 (without jdk.jshell: no full JDK) in {small}, 17.0.15 in {old}" in run.stderr


def test_a_jvm_is_not_left_in_the_c_locale_where_it_finds_only_ascii_files(environment, tmp_path):
    home = tmp_path / "jdk"
    (home / "bin").mkdir(parents=True)
    (home / "bin/java").write_text('#!/bin/sh\necho "$LC_ALL"\n')
    (home / "bin/java").chmod(0o755)
    (home / "release").write_text('JAVA_VERSION="25.0.1"\nMODULES="java.base jdk.jshell"\n')
    for given, made in [("C", "C.UTF-8"), ("de_DE.UTF-8", "de_DE.UTF-8")]:
        assert start(environment, JAVA_HOME=str(home), LC_ALL=given, XDG_CACHE_HOME=str(tmp_path)).stdout == made + "\n"


def test_preparing_again_repairs_what_was_interrupted(environment, tmp_path):
    code = """if True:
        import solstice_kernel.__main__ as m, sys, pathlib
        folder = m.prepared_folder(m.find_jdk())
        folder.mkdir(parents=True)
        (folder / "half").touch()
        m.prepare = lambda jdk, place: print("again:", place == folder and not place.exists())
        sys.argv = ["x", "prepare"]
        m.main()"""
    run = subprocess.run([environment / "bin/python", "-c", code], capture_output=True, text=True,
                         env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert (run.returncode, run.stdout) == (0, "again: True\n"), run.stderr


def test_preparing_removes_what_no_installation_uses_any_more(environment, tmp_path):
    code = '''if True:
        import solstice_kernel.__main__ as m, json, os, pathlib, shutil, sys
        jdk, cache = m.find_jdk(), pathlib.Path(os.environ["XDG_CACHE_HOME"]) / "solstice"
        m.subprocess.Popen = lambda *words, **options: None  # nothing is to be prepared really
        other = cache.parent / "other installation"
        shutil.copytree(m.LIB, other)
        keys = {}

        def prepared(name, jdk, lib):
            folder = m.prepared_folder(jdk, lib)
            folder.mkdir(parents=True)
            (folder / m.ORIGIN).write_text(json.dumps({"jdk": str(jdk), "lib": str(lib)}))
            (folder / "kernel.aot").write_text("open" if name == "upgraded" else "")
            keys[name] = folder

        prepared("used by another installation", jdk, other)
        for name in "uninstalled", "upgraded":
            lib = cache.parent / name
            shutil.copytree(m.LIB, lib)
            prepared(name, jdk, lib)
        running = open(keys["upgraded"] / "kernel.aot")
        shutil.rmtree(cache.parent / "uninstalled")
        next((cache.parent / "upgraded").glob("*.jar")).write_text("another version")
        for name, digit in ("being made", "b"), ("interrupted", "1"):
            keys[name] = cache / (digit * 16)
            keys[name].mkdir()
        os.utime(keys["interrupted"], (0, 0))
        (cache / "something of the user's").mkdir()
        m.prepare(jdk, m.prepared_folder(jdk))
        left = {folder.name for folder in cache.iterdir()}
        print(*sorted(name for name, folder in keys.items() if folder.name in left), sep=", ")
        print((cache / "something of the user's").exists(), m.prepared_folder(jdk).name in left, running.read())'''
    run = subprocess.run([environment / "bin/python", "-c", code], capture_output=True, text=True,
                         env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert (run.returncode, run.stdout) == (0, "being made, used by another installation\nTrue True open\n"), run.stderr


def test_pip_uninstall_leaves_nothing(environment):
    """The last test here, since it ends the environment."""
    pip = [environment / "bin/python", "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "uninstall", "--quiet", "--yes", "solstice-kernel"], check=True)
    assert [path for path in environment.rglob("*") if "solstice" in path.name] == []
    assert not list(environment.glob("share/jupyter/kernels/*"))
