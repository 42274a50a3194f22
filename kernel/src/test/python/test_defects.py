"""One test for each defect that IJava, JJava or Rapaio has (measured side by side; see measure_kernel.py), named after it."""
import statistics
import time

import pytest
from test_interrupt import interrupt


def test_kernel_info_lacks_status(kernel):
    assert kernel.reply(kernel.client.kernel_info())["status"] == "ok"


@pytest.mark.parametrize("code, text", [("6 * 7", "42"), ('"text"', "text"), ("List.of(1)", "[1]"), ("new int[] {1}", "[1]")])
def test_results_lack_plain_text_or_show_arrays_by_address(kernel, code, text):
    assert kernel.run(code).text == text


def test_inspection_with_the_cursor_at_the_end_finds_nothing(kernel):
    assert kernel.reply(kernel.client.inspect("Math.max(", 9))["found"]


def test_is_complete_calls_invalid_code_complete(kernel):
    assert kernel.reply(kernel.client.is_complete("int 3x = ;)"))["status"] == "invalid"


def test_history_is_never_answered(kernel):
    kernel.run('"to be remembered"')
    history = kernel.reply(kernel.client.history(hist_access_type="tail", n=1), timeout=10)["history"]
    assert history[0][2] == '"to be remembered"'


def test_input_that_is_not_allowed_looks_like_the_end_of_the_input(kernel):
    assert kernel.run("System.in.read()", allow_stdin=False).reply["ename"] == "java.io.IOException"


def test_a_background_thread_prints_into_whichever_cell_runs_next(kernel):
    first = kernel.send('new Thread(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { } System.out.print("mine"); }).start();')
    kernel.collect(first)
    assert kernel.run("Thread.sleep(1000);").stream() == ""


def test_silent_is_ignored(kernel):
    before = kernel.run("1").reply["execution_count"]
    assert kernel.run("1 + 1", silent=True).messages == []
    assert kernel.run("1").reply["execution_count"] == before + 1


def test_user_expressions_are_ignored(kernel):
    answers = kernel.run("1", user_expressions={"sum": "20 + 22"}).reply["user_expressions"]
    assert answers["sum"]["data"]["text/plain"] == "42"


def test_cells_queued_behind_an_error_still_run(kernel):
    failing, queued = kernel.send('Thread.sleep(300); throw new RuntimeException("stop");'), kernel.send("1")
    assert (kernel.reply(failing)["status"], kernel.reply(queued)["status"]) == ("error", "aborted")


def test_sealed_types_and_pattern_switches_need_several_cells(kernel):
    assert kernel.run("sealed interface A permits B, C {} record B(int x) implements A {} record C() implements A {}\n"
                      "int value(A a) { return switch (a) { case B(int x) -> x; case C() -> 0; }; }\nvalue(new B(7))").text == "7"


def test_mutually_dependent_classes_need_several_cells(kernel):
    assert kernel.run("class Ping { Pong pong; } class Pong { Ping ping; }\nnew Ping().pong == null").text == "true"


def test_after_an_interrupt_all_later_cells_answer_ok_without_running(kernel):
    interrupt(kernel, "while (true) Thread.sleep(10);")
    assert kernel.run('System.out.print("ran"); 3').stream() == "ran"


def test_an_interrupted_loop_goes_on_burning(kernel):
    interrupt(kernel, "long n = 0; while (true) { n++; }")
    kernel.run("long counted = n; Thread.sleep(300);")
    assert kernel.run("n == counted").text == "true"


def test_the_interrupted_cell_is_answered_under_the_interrupts_header(kernel):
    result, _ = interrupt(kernel, "while (true);")  # collects by the cell's own header
    assert [m["content"]["ename"] for m in result.messages if m["msg_type"] == "error"] == ["Interrupted"]


def test_shutdown_takes_a_minute(fresh_kernel):
    fresh_kernel.run("Executors.newFixedThreadPool(2).submit(() -> 1).get()")
    assert fresh_kernel.shutdown() < 5


def test_completion_waits_for_the_running_cell(kernel):
    msg_id = kernel.send("Thread.sleep(4000);")
    time.sleep(0.3)
    start = time.monotonic()
    assert kernel.reply(kernel.client.complete("Math.ma"))["matches"]
    assert time.monotonic() - start < 2.5
    kernel.interrupt()
    kernel.collect(msg_id)


def test_kernel_info_on_the_control_channel_waits_for_the_running_cell(kernel):
    msg_id = kernel.send("Thread.sleep(4000);")
    time.sleep(0.3)
    start = time.monotonic()
    kernel.control("kernel_info_request")
    assert time.monotonic() - start < 2.5
    kernel.interrupt()
    kernel.collect(msg_id)


def test_debug_and_subshell_requests_are_dropped(kernel):
    assert kernel.control("debug_request", {"type": "request", "seq": 1, "command": "debugInfo"})["success"]
    assert kernel.control("list_subshell_request")["status"] == "ok"


def test_every_request_waits_for_a_poll_of_50_ms(kernel):
    taken = []
    for _ in range(60):
        start = time.monotonic()
        kernel.reply(kernel.client.kernel_info())
        taken.append(time.monotonic() - start)
    assert min(taken) < 0.02, "the least, because a busy machine adds to most"


def test_each_line_and_each_part_of_a_printf_is_a_message(kernel):
    result = kernel.run('for (int i = 0; i < 1000; i++) System.out.printf("took %.1f ms%n", 1.5);')
    assert result.stream() == "took 1.5 ms\n" * 1000
    assert len(result.of_type("stream")) < 50


def test_every_exception_is_called_a_runtime_exception(kernel):
    assert kernel.run('throw new java.io.IOException("file");').reply["ename"] == "java.io.IOException"


def test_errors_are_told_in_snippet_numbers(kernel):
    result = kernel.run("int zero = 0;\n1 / zero")
    assert f"Cell {result.reply['execution_count']}, line 2" in result.traceback
    assert "#" not in result.traceback


def test_an_error_of_the_virtual_machine_escapes(kernel):
    assert kernel.run('throw new LinkageError("odd");').reply["ename"] == "java.lang.LinkageError"
    assert kernel.run("1").text == "1"


def test_a_redefined_variable_keeps_its_old_value_alive(kernel):
    kernel.run("var heavy = new byte[100]; var reference = new java.lang.ref.WeakReference<>(heavy);")
    kernel.run("var heavy = new byte[1];")
    assert kernel.run("System.gc(); reference.get() == null").text == "true"


def test_redefining_a_static_method_hangs(kernel):
    for i in range(3):
        assert kernel.run(f"static int version() {{ return {i}; }}\nversion()").text == str(i)


def test_streams_and_paths_are_not_imported(kernel):
    assert kernel.run('Stream.of(Path.of("a")).count()').text == "1"


def test_updating_a_display_is_not_possible(kernel):
    result = kernel.run('updateDisplay(display("one"), "two");')
    assert result.of_type("update_display_data")[0]["data"]["text/plain"] == "two"
