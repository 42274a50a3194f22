"""Errors are told in terms of cells and lines."""
import os
import re
import signal
import time

import pytest
from kernel_session import Session, strip_ansi


def test_a_compile_error_names_the_line_of_the_whole_cell_and_points_at_it(kernel):
    result = kernel.run('int fine = 1;\n\n// a comment\nint wrong = "text";')
    number = result.reply["execution_count"]
    assert result.reply["ename"] == "CompileError"
    assert result.reply["evalue"] == f"Cell {number}, line 4: incompatible types: String cannot be converted to int"
    lines = result.traceback.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("-->"))
    assert lines[at].endswith('int wrong = "text";')
    assert lines[at].index('"text"') == lines[at + 1].index("^")
    assert lines[at + 1].count("^") == len('"text"')


def test_nothing_of_a_cell_with_a_syntax_error_runs(kernel):
    result = kernel.run('System.out.println("ran");\nfor (int i = 0; i < 3; i++) {')
    assert result.reply["ename"] == "CompileError"
    assert ", line 2" in result.reply["evalue"]
    assert result.stream() == ""


def test_an_exception_shows_its_class_message_cell_lines_and_source(kernel):
    definition = kernel.run("int divide(int a) {\n    return 10 / a;\n}").reply["execution_count"]
    result = kernel.run("int zero = 0;\ndivide(zero)")
    call = result.reply["execution_count"]
    assert result.reply["ename"] == "java.lang.ArithmeticException"
    assert result.reply["evalue"] == "/ by zero"
    traceback = result.traceback
    assert f"Cell {definition}, line 2, in divide" in traceback
    assert "-->   2      return 10 / a;" in traceback
    assert f"Cell {call}, line 2" in traceback
    for machinery in ["jdk.jshell", "REPL", "$JShell", "do_it", "dev.solstice.kernel", "reflect"]:
        assert machinery not in traceback


def test_causes_and_suppressed_exceptions_are_kept_with_their_places(kernel):
    result = kernel.run("""void inner() { throw new IllegalStateException("deep"); }
void outer() {
    try { inner(); } catch (IllegalStateException e) {
        var wrapped = new RuntimeException("shallow", e);
        wrapped.addSuppressed(new java.io.IOException("aside"));
        throw wrapped;
    }
}
outer();""")
    number = result.reply["execution_count"]
    assert (result.reply["ename"], result.reply["evalue"]) == ("java.lang.RuntimeException", "shallow")
    assert "Caused by: java.lang.IllegalStateException: deep" in result.traceback
    assert "Suppressed: java.io.IOException: aside" in result.traceback
    assert f"Cell {number}, line 1, in inner" in result.traceback
    assert f"Cell {number}, line 4, in outer" in result.traceback


def test_exceptions_declared_in_a_cell_have_the_name_that_the_user_gave(kernel):
    result = kernel.run('class Odd extends RuntimeException { Odd(String m) { super(m); } }\nthrow new Odd("own");')
    assert (result.reply["ename"], result.reply["evalue"]) == ("Odd", "own")


def test_errors_of_the_virtual_machine_are_errors_of_the_cell(kernel):
    result = kernel.run("int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)", timeout=60)
    assert result.reply["ename"] == "java.lang.StackOverflowError"
    assert len(result.reply["traceback"]) < 30, "repeated frames are folded"
    assert "more times" in result.traceback
    assert kernel.run('throw new AssertionError("mine");').reply["ename"] == "java.lang.AssertionError"


def test_a_missing_name_is_pointed_at_even_where_it_may_come_later(kernel):
    assert ", line 1: cannot find class Strin" in kernel.run("Strin text;").reply["evalue"]
    result = kernel.run("int caller() {\n    return helperThatIsMissing(1);\n}")
    assert result.status == "ok"
    assert "line 2: cannot find method helperThatIsMissing(int)" in strip_ansi(result.stream("stderr"))
    result = kernel.run("caller()")
    assert "caller cannot be used before this is declared: method helperThatIsMissing(int)" in result.reply["evalue"]
    kernel.run("int helperThatIsMissing(int n) { return n + 41; }")
    assert kernel.run("caller()").text == "42"


def test_a_class_may_use_what_a_later_cell_declares(kernel):
    result = kernel.run("class Early { Late late = new Late(); int sum() { return late.value + lately(); } }")
    assert result.status == "ok"
    assert "cannot find class Late" in strip_ansi(result.stream("stderr"))
    assert "Early cannot be used before this is declared: class Late, method lately()" in kernel.run("new Early().sum()").reply["evalue"]
    assert kernel.run("class Late { int value = 40; }\nint lately() { return 2; }\nnew Early().sum()").text == "42"


def test_what_depends_on_something_unusable_says_what_is_missing_in_the_end(kernel):
    kernel.run("class Animal { String name() { return null; } }\nclass Dog extends Animal { }\nvar pet = new Dog();")
    result = kernel.run("class Animal { Strin name() { return null; } }")
    assert "Dog cannot be used before this is declared: class Strin" in result.stream("stderr")
    for code in ["new Dog().name()", "pet.name()"]:
        assert re.search(r"(Dog|pet) cannot be used before this is declared: class Strin", kernel.run(code).reply["evalue"])
    kernel.run('class Animal { String name() { return "again"; } }')
    assert kernel.run("new Dog().name()").text == "again"


def test_what_no_longer_compiles_since_something_was_declared_anew_is_told_at_once(kernel):
    kernel.run("int twice(int n) { return 2 * n; }\nint threeTimes(int n) { return twice(n) + n; }")
    told = "threeTimes cannot be used any more: incompatible types: String cannot be converted to int"
    assert told in kernel.run('String twice(int n) { return "" + n + n; }').stream("stderr")
    assert told in kernel.run("threeTimes(1)").reply["evalue"]
    result = kernel.run('int twice(int n) { return n + n; }\nthreeTimes(2)')
    assert (result.text, result.stream("stderr")) == ("6", "")


@pytest.mark.parametrize("code, message, meant", [
    ('System.out.printl("x");', "cannot find method printl(String) in variable out of type PrintStream", "println()"),
    ('Sting text = "x";', "cannot find class Sting", "String"),
    ("Math.sqroot(4)", "cannot find method sqroot(int) in class Math", "sqrt()"),
    ("int counter = 3; countr + 1", "cannot find variable countr", "counter"),
    ('"abc".length', "cannot find variable length in class String", "length()"),
    ("system.out.println();", "package system does not exist", "System"),
])
def test_a_misspelt_name_is_told_at_once_with_what_was_perhaps_meant(kernel, code, message, meant):
    result = kernel.run(code)
    assert result.reply["evalue"] == f"Cell {result.reply['execution_count']}, line 1: {message}"
    assert f"did you mean {meant}?" in result.traceback


def test_of_names_that_nothing_resembles_no_other_is_guessed(kernel):
    for code in ["q", "zzqqzz.foo()", "undefinedFunction(3)"]:
        result = kernel.run(code)
        assert "cannot find" in result.reply["evalue"] and "did you mean" not in result.traceback


def test_what_is_missing_in_a_class_that_a_later_cell_may_complete_is_guessed_too(kernel):
    result = kernel.run("class Account { int balance; void add(int n) { balnce += n; } }")
    assert "did you mean balance?" in strip_ansi(result.stream("stderr"))


def test_compile_errors_do_not_show_what_jshell_has_put_around_the_cell(kernel):
    assert kernel.run("{ int twice = 1; int twice = 2; }").reply["evalue"].endswith("variable twice is already defined")
    result = kernel.run("void either(Integer a, Object b) {}\nvoid either(Object a, Integer b) {}\neither(1, 2)")
    assert "both method either(Object,Integer) and method either(Integer,Object) match" in result.traceback


def test_lambda_frames_are_called_lambdas(kernel):
    result = kernel.run("List.of(1, 0).stream().map(n -> 1 / n).toList()")
    assert "in a lambda" in result.traceback


def test_cells_behind_a_failed_one_are_aborted_and_the_next_one_runs(kernel):
    ids = [kernel.send(code) for code in ['Thread.sleep(300); throw new RuntimeException("stop");', "1", "2"]]
    replies = {}
    while len(replies) < 3:
        message = kernel.client.get_shell_msg(timeout=10)
        replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
    assert [replies[i] for i in ids] == ["error", "aborted", "aborted"]
    assert kernel.run("3").text == "3"


def test_without_stop_on_error_the_next_cell_runs(kernel):
    first = kernel.send('throw new RuntimeException("go on");', stop_on_error=False)
    second = kernel.send("7")
    assert kernel.reply(first)["status"] == "error"
    assert kernel.reply(second)["status"] == "ok"


def test_a_missing_import_is_suggested(kernel):
    assert "to import it: import java.net.http.HttpClient;" in kernel.run("HttpClient client = null;").traceback
    assert "to import it: import java.net.http.HttpClient;" in kernel.run("HttpClient.newHttpClient()").traceback


def test_an_error_from_inside_a_library_shows_a_view_and_hides_its_frames_behind_a_click(kernel):
    result = kernel.run("zeros(2, 3).matmul(zeros(2, 3))")
    [details] = result.of_type("display_data")
    html = details["data"]["text/html"]
    assert "<details><summary>all " in html and "dev.solstice.core" in html
    assert "do_it$" not in html.split("<details><summary>all")[0] and "<script" not in html
    assert html.count("the last axis of the left") == 1, "the traceback says it again, the list of frames need not"
    assert "f32[2,3]" in html.split("<details><summary>all")[0], "the library's message is a view"
    assert "$JShell$" not in result.traceback
    assert kernel.run('throw new IllegalStateException("own");').of_type("display_data") == []


def test_a_long_row_of_library_frames_is_folded(kernel):
    result = kernel.run("Stream.of(1, 0).map(n -> 1 / n).sorted().flatMap(n -> Stream.of(n)).collect(Collectors.groupingBy(n -> n))")
    assert "more frames of libraries" in result.traceback
    assert len(result.reply["traceback"]) < 20


def kernel_with_little_memory():
    return Session(env={**os.environ, "JDK_JAVA_OPTIONS": "-Xmx400m"})


def test_lack_of_memory_is_an_error_of_the_cell_and_the_kernel_lives():
    kernel = kernel_with_little_memory()
    result = kernel.run("var hoard = new ArrayList<long[]>();\nwhile (true) hoard.add(new long[4_000_000]);", timeout=120)
    assert result.reply["ename"] == "java.lang.OutOfMemoryError"
    kernel.run("hoard = null;")
    assert kernel.run("new long[4_000_000].length").text == "4000000"
    assert kernel.run("new long[Integer.MAX_VALUE].length").reply["ename"] == "java.lang.OutOfMemoryError"
    assert kernel.run("1 + 1").text == "2"
    kernel.close()


def test_after_a_crash_the_restarted_kernel_says_why(fresh_kernel):
    fresh_kernel.run("1")
    fresh_kernel.send('Runtime.class.getMethod("halt", int.class).invoke(Runtime.getRuntime(), 134);')  # a plain call ends the cell only
    fresh_kernel.manager.provisioner.process.wait(timeout=20)
    fresh_kernel.restart(now=True)
    assert "The kernel before this one was killed from outside" in fresh_kernel.run("1").stream("stderr")
    assert fresh_kernel.run("1").stream("stderr") == ""
    fresh_kernel.restart()
    assert fresh_kernel.run("1").stream("stderr") == ""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_kernel_that_was_told_to_end_is_no_crash(fresh_kernel, told):
    fresh_kernel.run("1")
    process = fresh_kernel.manager.provisioner.process
    process.send_signal(told)
    process.wait(timeout=20)
    fresh_kernel.restart(now=True)
    assert fresh_kernel.run("1").stream("stderr") == ""


def test_a_cell_that_exits_is_told_how_to_end_the_kernel(kernel):
    kernel.run("int kept = 3;")
    result = kernel.run("class Main { static void main(String... words) { try { System.exit(kept); } catch (Exception e) { } } }\nMain.main();")
    assert result.reply["ename"] == "SystemExit"
    assert result.reply["evalue"].startswith("System.exit(3)")
    assert "in Main.main" in result.traceback
    assert kernel.run("kept").text == "3"


def test_after_an_exit_that_could_not_be_prevented_the_restarted_kernel_says_so(fresh_kernel):
    fresh_kernel.run("1")
    fresh_kernel.send("java.util.function.IntConsumer exit = System::exit; exit.accept(0);")
    fresh_kernel.manager.provisioner.process.wait(timeout=20)
    fresh_kernel.restart(now=True)
    assert "was ended by System.exit" in fresh_kernel.run("1").stream("stderr")


def test_after_a_crash_in_native_code_the_restarted_kernel_says_where(tmp_path):
    kernel = Session(cwd=tmp_path)  # the JVM leaves its report there
    kernel.run("var field = sun.misc.Unsafe.class.getDeclaredField(\"theUnsafe\"); field.setAccessible(true);\n"
               "var unsafe = (sun.misc.Unsafe) field.get(null);")
    kernel.send("unsafe.putAddress(0, 0);")
    kernel.manager.provisioner.process.wait(timeout=60)
    kernel.restart(now=True)
    notice = kernel.run("1").stream("stderr")
    assert "crashed in native code" in notice and "SIGSEGV" in notice and "hs_err_pid" in notice
    kernel.close()


def test_errors_of_the_library_name_the_line_of_the_cell(kernel):
    result = kernel.run("var three = Array.of(1f, 2f, 3f);\nvar four =\n  three.reshape(2, 2);")
    assert re.search(r"At Cell \d+, line 3$", result.reply["evalue"]), result.reply["evalue"]
    kernel.run("record Reshaping(int size) {\n  Array apply(Array x) {\n    return x.reshape(size);\n  }\n}")
    result = kernel.run("new Reshaping(5).apply(three)")
    assert re.search(r"At Cell \d+, line 3$", result.reply["evalue"]), result.reply["evalue"]


@pytest.mark.parametrize("override", [
    "public String getMessage() { throw new RuntimeException(); }",
    "public String getMessage() { throw new StackOverflowError(); }",
    "public int hashCode() { throw new RuntimeException(); } public boolean equals(Object other) { throw new RuntimeException(); }",
    "public StackTraceElement[] getStackTrace() { return null; }",
    "public StackTraceElement[] getStackTrace() { throw new RuntimeException(); }",
    "public Throwable getCause() { throw new RuntimeException(); }",
    "public Throwable getCause() { return this; }",
    "public String toString() { throw new RuntimeException(); }",
])
def test_an_exception_whose_own_methods_fail_is_reported_all_the_same(kernel, override):
    kernel.run(f"class Odd extends RuntimeException {{ {override} }}")
    result = kernel.run("throw new Odd();")
    assert (result.status, result.reply["ename"]) == ("error", "Odd")


def test_what_fails_while_a_value_is_shown_is_told_in_terms_of_cells(kernel):
    number = kernel.run("class Sulking {\n    public String toString() { throw new IllegalStateException(); }\n}").reply["execution_count"]
    result = kernel.run("new Sulking()")
    assert f"Cell {number}, line 2, in Sulking.toString" in result.traceback


def test_what_a_thread_throws_is_told_in_terms_of_cells(kernel):
    result = kernel.run("var thrower = new Thread(() -> {\n    throw new IllegalStateException(\"aside\");\n});\nthrower.start(); thrower.join();")
    told = strip_ansi(result.stream("stderr"))
    assert "IllegalStateException: aside" in told
    assert f"Cell {result.reply['execution_count']}, line 2" in told and "$JShell" not in told


def test_an_expression_that_fails_leaves_no_variable(kernel):
    kernel.run("List.of(1).get(5)")
    assert "$" not in kernel.run("%who").stream() + str(kernel.run("%who").text)


def test_a_package_statement_is_explained(kernel):
    assert "no package" in kernel.run("package my.pack;\nclass Packed { }").reply["evalue"]


def test_memory_that_small_objects_use_up_is_told_and_can_be_freed():
    """Where a thread behind the sockets gets no memory before the cell does, the kernel has to end; it says so too."""
    kernel = kernel_with_little_memory()
    kernel.run("var hoard = new ArrayList<Object>();")
    cell = kernel.send("while (true) hoard.add(new long[100]);")
    deadline = time.monotonic() + 120
    while kernel.manager.is_alive() and not kernel.client.shell_channel.msg_ready():
        assert time.monotonic() < deadline, "neither an answer nor an end"
        time.sleep(0.1)
    if kernel.manager.is_alive():
        assert kernel.reply(cell)["ename"] == "java.lang.OutOfMemoryError"
        assert kernel.run("hoard = null;", timeout=60).status == "ok"
        assert kernel.run("new long[4_000_000].length", timeout=60).text == "4000000"
    else:
        kernel.restart(now=True)
        assert "memory" in kernel.run("1", timeout=60).stream("stderr")
    kernel.close()
