"""The measurements end, whatever a kernel does not answer."""
import json
import os
import sys
import textwrap

import measure_kernel
import pytest
from measure_kernel import NEVER


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(measure_kernel, "START_PATIENCE", 10)
    monkeypatch.setattr(measure_kernel, "PATIENCE", 1)


@pytest.fixture
def kernelspec(tmp_path, monkeypatch):
    """Makes a kernel out of a Python program."""
    def make(program):
        spec = tmp_path / "kernels" / "faulty"
        spec.mkdir(parents=True)
        (spec / "kernel.py").write_text(textwrap.dedent(program))
        argv = [sys.executable, str(spec / "kernel.py"), "-f", "{connection_file}"]
        (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "faulty", "interrupt_mode": "message"}))
        return "faulty"

    monkeypatch.setenv("JUPYTER_PATH", os.pathsep.join([str(tmp_path), os.environ.get("JUPYTER_PATH", "")]))
    return make


def test_what_a_kernel_does_not_answer_is_never_and_the_rest_is_measured(kernelspec, impatient):
    """It loses completions and is never idle again after many lines; all else it answers."""
    faulty = kernelspec("""
        import time
        from ipykernel.kernelapp import IPKernelApp
        from ipykernel.kernelbase import Kernel

        class Faulty(Kernel):
            implementation, implementation_version, banner = "faulty", "1", ""
            language_info = {"name": "none", "mimetype": "text/plain", "file_extension": ".txt"}

            async def do_execute(self, code, *rest, **options):
                if "println" in code:
                    time.sleep(3600)
                return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

            async def do_complete(self, code, cursor_pos):
                time.sleep(3600)

        IPKernelApp.launch_instance(kernel_class=Faulty)
        """)
    figures = measure_kernel.measure(faulty)
    assert {name for name, value in figures.items() if value == NEVER} == {
        "completion, median of 20, ms", "processor time of a completion, ms", "completion while a cell runs, ms",
        "10,000 printlns, ms"}


def test_a_kernel_that_does_not_start_is_never_ready_and_does_not_run_on(kernelspec, monkeypatch, tmp_path):
    monkeypatch.setattr(measure_kernel, "START_PATIENCE", 3)
    silent = kernelspec(f"""
        import os, pathlib, time
        pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
        time.sleep(3600)
        """)
    assert set(measure_kernel.measure(silent).values()) == {NEVER}
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
