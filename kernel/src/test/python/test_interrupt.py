"""Interrupting: loops stop, the cell says so, later cells work; what cannot be stopped is admitted."""
import time

import pytest


def interrupt(kernel, code, after=0.7, timeout=20):
    msg_id = kernel.send(code)
    time.sleep(after)
    start = time.monotonic()
    assert kernel.interrupt()["status"] == "ok"
    result = kernel.collect(msg_id, timeout)
    return result, time.monotonic() - start


@pytest.mark.parametrize("code", [
    "while (true);",
    "for (long n = 0; ; n++) { }",
    "Thread.sleep(60_000);",
    "while (true) { try { Thread.sleep(10); } catch (InterruptedException e) { } }",
    "while (true) { try { while (true); } catch (Throwable everything) { } }",
    "IntStream.iterate(0, i -> i + 1).forEach(i -> { });",
    "synchronized (List.class) { List.class.wait(); }",
    "new ArrayBlockingQueue<Integer>(1).take()",
    "1 + 1; while (true); 2 + 2",
])
def test_it_stops_soon_says_interrupted_and_the_next_cell_works(kernel, code):
    result, seconds = interrupt(kernel, code)
    assert result.status == "error"
    assert result.reply["ename"] == "Interrupted"
    assert seconds < 1.5
    assert kernel.run("6 * 7").text == "42"


def test_it_says_where_the_cell_was(kernel):
    result, _ = interrupt(kernel, "int n = 0;\nwhile (true) {\n    n++;\n}")
    number = result.reply["execution_count"]
    assert f"Cell {number}, line" in result.reply["evalue"]
    assert "while (true) {" in result.traceback


def test_a_stopped_library_shows_the_cell_and_what_it_had_called(kernel):
    kernel.run("ones(2, 2).matmul(ones(2, 2))", timeout=120)  # loads native code, which cannot be stopped
    kernel.run("Array work(Array m) {\n    while (true) m = tanh(m.matmul(m));\n}")
    result, _ = interrupt(kernel, "vmap((Array m) -> work(m)).apply(ones(4, 300, 300))", after=2)
    number = result.reply["execution_count"]
    assert result.reply["evalue"] == f"stopped at Cell {number - 1}, line 2"
    assert f"Cell {number - 1}, line 2, in work" in result.traceback and f"Cell {number}, line 1, in a lambda" in result.traceback
    assert "frames of libraries" in result.traceback and "CancelledException" not in result.traceback
    assert len(result.traceback.splitlines()) < 16  # however deep in the library it stopped


def test_no_thread_goes_on_burning(kernel):
    interrupt(kernel, "while (true);")
    cpu = kernel.run("long before = ProcessHandle.current().info().totalCpuDuration().get().toMillis(); Thread.sleep(1000);"
                     "ProcessHandle.current().info().totalCpuDuration().get().toMillis() - before")
    assert int(cpu.text) < 500


def test_a_rendering_that_never_ends_can_be_stopped(kernel):
    kernel.run("class Endless { public String toString() { while (true); } }")
    result, seconds = interrupt(kernel, "new Endless()")
    assert result.reply["ename"] == "Interrupted"
    assert seconds < 1.5


def test_queued_cells_are_aborted_by_an_interrupt(kernel):
    first = kernel.send("while (true);")
    second = kernel.send("1")
    time.sleep(0.7)
    kernel.interrupt()
    assert kernel.reply(first)["ename"] == "Interrupted"
    assert kernel.reply(second)["status"] == "aborted"


def test_an_interrupt_of_an_idle_kernel_does_nothing(kernel):
    kernel.interrupt()
    assert kernel.run("5").text == "5"


def test_what_cannot_be_stopped_is_admitted_and_the_kernel_goes_on(fresh_kernel):
    """The loop is inside the JDK, whose code is not watched."""
    fresh_kernel.run("1")
    result, seconds = interrupt(fresh_kernel, "new java.util.Random().ints().sum()")
    assert result.reply["ename"] == "Interrupted"
    assert result.reply["evalue"] == "the cell could not be stopped"
    assert "goes on in the background" in result.traceback
    assert 1.5 < seconds < 5
    assert fresh_kernel.run("1 + 1").text == "2"


def test_a_cell_sent_to_a_kernel_that_is_still_starting_can_be_interrupted(fresh_kernel):
    msg_id = fresh_kernel.send("while (true);")
    while fresh_kernel.client.get_iopub_msg(timeout=10)["msg_type"] != "execute_input":
        pass
    fresh_kernel.interrupt()
    result = fresh_kernel.collect(msg_id)
    assert result.reply["ename"] == "Interrupted"
    assert fresh_kernel.run("6 * 7").text == "42"


def test_kernel_info_is_answered_on_the_control_channel_while_a_cell_runs(kernel):
    msg_id = kernel.send("Thread.sleep(2000);")
    time.sleep(0.3)
    start = time.monotonic()
    assert kernel.control("kernel_info_request")["status"] == "ok"
    assert time.monotonic() - start < 1
    kernel.collect(msg_id)
