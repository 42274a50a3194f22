"""The debug protocol as a front end speaks it: breakpoints in cells, steps, variables, and everything that ends a halt."""

import time

import pytest
from debug_client import DebugClient
from kernel_session import Session

LOOP = """int sum = 0;
for (int i = 0; i < 3; i++) {
    int twice = 2 * i;
    sum += twice;
}
sum"""


@pytest.fixture
def debugger(kernel):
    client = DebugClient(kernel).start()
    yield client
    if kernel.manager.is_alive():
        client.ask("disconnect")


@pytest.fixture
def fresh(fresh_kernel):
    return DebugClient(fresh_kernel)


def declared(debugger, code):
    """A cell that declares something has been run to its end."""
    result = debugger.session.run(code)
    assert result.status == "ok", result.traceback
    return code


# ---- What the kernel tells -----------------------------------------------------------------------


def test_the_kernel_says_that_it_can_be_debugged(kernel):
    info = kernel.control("kernel_info_request")
    assert "debugger" in info["supported_features"] and info["debugger"] is True


def test_debug_info_tells_how_cells_are_named(fresh):
    info = fresh.ask("debugInfo")
    assert not info["isStarted"] and info["breakpoints"] == [] and info["stoppedThreads"] == []
    assert info["hashMethod"] == "Murmur2" and info["richRendering"] is True
    fresh.start()
    assert fresh.ask("debugInfo")["isStarted"]
    for code in ["", "a", "1 + 1", "var s = \"äöü\";\n", LOOP]:
        path = fresh.ask("dumpCell", code=code)["sourcePath"]
        assert path == info["tmpFilePrefix"] + str(murmur2(code.encode(), info["hashSeed"])) + info["tmpFileSuffix"]
        assert fresh.ask("source", source={"path": path})["content"] == code
    fresh.breakpoints(LOOP, 2, 4)
    assert [[each["line"] for each in cell["breakpoints"]] for cell in fresh.ask("debugInfo")["breakpoints"]] == [[2, 4]]
    fresh.ask("disconnect")
    assert not fresh.ask("debugInfo")["isStarted"]
    assert fresh.ask("debugInfo")["breakpoints"] == []


def murmur2(data, seed):
    """As ipykernel's compiler.py and JupyterLab's hash.ts have it."""
    m, h = 0x5BD1E995, seed ^ len(data)
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i:i + 4], "little") * m & 0xFFFFFFFF
        h = h * m & 0xFFFFFFFF ^ (k ^ k >> 24) * m & 0xFFFFFFFF
    if whole < len(data):
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & 0xFFFFFFFF
    h = (h ^ h >> 13) * m & 0xFFFFFFFF
    return h ^ h >> 15


def test_what_is_not_there_is_refused_in_words(debugger):
    assert debugger.refusal("reverseContinue") == '"reverseContinue" is not supported'
    assert debugger.refusal("stackTrace", threadId=7) == "thread 7 is not halted"
    assert debugger.refusal("scopes", frameId=99) == "there is no halted frame 99"
    assert "there are no variables" in debugger.refusal("variables", variablesReference=12345)
    assert debugger.refusal("dumpCell") == 'the argument "code" is missing'
    assert debugger.ask("modules")["modules"] == []
    assert debugger.ask("configurationDone") == {}


def test_before_initialize_only_variables_can_be_looked_at(fresh):
    fresh.session.run("int answer = 42;")
    assert [each["name"] for each in fresh.ask("inspectVariables")["variables"]] == ["answer"]
    assert '"initialize" comes first' in fresh.refusal("setBreakpoints", source={"path": "x"}, breakpoints=[])


# ---- Breakpoints -----------------------------------------------------------------------------------


def test_a_breakpoint_in_a_loop_halts_in_each_round(debugger):
    assert debugger.breakpoints(LOOP, 4)[0]["verified"]
    cell = debugger.session.send(LOOP)
    for i in range(3):
        assert debugger.stopped() == 1
        [(name, line)] = debugger.where()
        assert name.startswith("Cell ") and line == 4
        assert debugger.locals() == {"i": ("int", str(i)), "twice": ("int", str(2 * i))}
        debugger.go_on()
    result = debugger.finish(cell)
    assert (result.status, result.text) == ("ok", "6")


def test_a_breakpoint_in_a_method_of_another_cell(debugger):
    method = declared(debugger, "long product(int from, long to) {\n    long all = 1;\n    for (long n = from; n <= to; n++)\n        all *= n;\n    return all;\n}")
    debugger.breakpoints(method, 5)
    cell = debugger.session.send('String unit = "N";\nproduct(2, 5L) + unit')
    debugger.stopped()
    inner, outer = debugger.where()
    assert inner == ("product", 5) and outer[1] == 2
    assert debugger.locals() == {"from": ("int", "2"), "to": ("long", "5"), "all": ("long", "120")}
    assert debugger.locals(frame=1) == {}
    frames = debugger.frames()
    assert frames[0]["source"]["path"] == debugger.ask("dumpCell", code=method)["sourcePath"]
    assert frames[0]["source"]["name"] != frames[1]["source"]["name"] == outer[0]
    debugger.go_on()
    assert debugger.finish(cell).text == "120N"


def test_a_breakpoint_in_a_lambda_a_record_and_a_constructor(debugger):
    code = """record Point(int x, int y) {
    public Point {
        if (x < 0) throw new IllegalArgumentException();
    }
    double norm() {
        double squares = x * x + y * y;
        return Math.sqrt(squares);
    }
}
var far = List.of(new Point(3, 4), new Point(5, 12)).stream()
    .map(point -> {
        var norm = point.norm();
        return norm * 10;
    })
    .toList();"""
    debugger.breakpoints(code, 3, 7, 13)
    cell = debugger.session.send(code)
    for x, y in [("3", "4"), ("5", "12")]:
        debugger.stopped()
        assert debugger.where()[0] == ("new Point", 3)
        values = debugger.locals()
        assert values["x"] == ("int", x) and values["y"] == ("int", y) and values["this"][0] == "Point"
        debugger.go_on()
    for x, y, norm in [("3", "4", "5.0"), ("5", "12", "13.0")]:
        debugger.stopped()
        assert debugger.where()[:2] == [("Point.norm", 7), ("lambda", 12)]
        values = debugger.locals()
        assert values["this"] == ("Point", f"Point[x={x}, y={y}]") and values["squares"][0] == "double"
        assert debugger.locals(frame=1) == {"point": ("Point", f"Point[x={x}, y={y}]")}
        debugger.go_on()
        debugger.stopped()
        assert debugger.where()[0] == ("lambda", 13)
        assert debugger.locals()["norm"] == ("double", norm)
        debugger.go_on()
    assert debugger.finish(cell).status == "ok"


def test_a_breakpoint_where_no_code_begins_is_at_the_next_line(debugger):
    code = "// a comment\n\nint f(int a) {\n\n    // another\n    return a;\n}\nf(1)"
    [on_comment, in_body, behind] = debugger.breakpoints(code, 1, 5, 30)
    assert (on_comment["line"], in_body["line"]) == (3, 6)
    assert not behind["verified"] and "no Java code" in behind["message"]
    debugger.breakpoints(code, 3)
    cell = debugger.session.send(code)
    debugger.stopped()
    assert debugger.where()[0] == ("f", 6), "the head of a method is not executed"
    debugger.go_on()
    assert debugger.finish(cell).text == "1"
    assert debugger.breakpoints(code, 3)[0]["line"] == 6, "now it is known"
    assert not debugger.breakpoints("%%html\n<b>", 2)[0]["verified"]


def test_a_condition_decides(debugger):
    code = "int found = 0;\nfor (int i = 0; i < 1000; i++) {\n    found += i;\n}\nfound"
    debugger.breakpoints(code, {"line": 3, "condition": "i % 400 == 399 && found > 0"})
    cell = debugger.session.send(code)
    for i in ["399", "799"]:
        debugger.stopped()
        assert debugger.locals()["i"] == ("int", i)
        debugger.go_on()
    assert debugger.finish(cell).text == "499500"


@pytest.mark.parametrize("condition, words", [("nowhere > 1", "cannot find variable nowhere"), ("1 + 1", "expected a boolean, got 2"),
                                              ("1 / 0 > 1", "/ by zero")])
def test_a_condition_that_cannot_be_told_halts_and_says_why(debugger, condition, words):
    code = f"int any = 5; // {condition}"
    debugger.breakpoints(code, {"line": 1, "condition": condition})
    cell = debugger.session.send(code)
    stopped = debugger.event("stopped")
    assert words in stopped["text"]
    debugger.go_on()
    assert debugger.finish(cell).status == "ok"


def test_a_breakpoint_that_is_set_while_a_loop_runs_halts_it(debugger):
    code = "long rounds = 0;\nwhile (rounds >= 0) {\n    rounds++;\n}"
    cell = debugger.session.send(code)
    time.sleep(1.5)  # the loop is compiled natively meanwhile
    debugger.breakpoints(code, 3)
    debugger.stopped()
    assert int(debugger.evaluate("rounds")) > 1
    debugger.breakpoints(code)
    debugger.evaluate("rounds = -10")
    debugger.go_on()
    assert debugger.finish(cell).status == "ok"


def test_a_cell_that_ran_before_is_not_halted_in_until_it_runs_again(fresh):
    method = "int once(int n) {\n    return n + 1;\n}"
    fresh.session.run(method)
    fresh.start()
    assert "halts when the cell is run" in fresh.breakpoints(method, 2)[0]["message"]
    assert fresh.session.run("once(1)").text == "2"
    fresh.session.run(method)
    cell = fresh.session.send("once(2)")
    fresh.stopped()
    assert fresh.locals() == {"n": ("int", "2")}
    fresh.go_on()
    assert fresh.finish(cell).text == "3"


def test_a_declaration_that_an_edited_cell_repeats_belongs_to_that_cell(debugger):
    first = declared(debugger, "int same(int n) {\n    return n;\n}\nint base = 10;")
    second = "// edited\nint same(int n) {\n    return n;\n}\nint base = 10;\nsame(base)"
    debugger.breakpoints(first, 2, 4)
    debugger.breakpoints(second, 3, 5)
    cell = debugger.session.send(second)
    debugger.stopped()
    assert debugger.where()[0][1] == 5
    debugger.go_on()
    debugger.stopped()
    assert debugger.where()[0] == ("same", 3)
    assert debugger.frames()[0]["source"]["path"] == debugger.ask("dumpCell", code=second)["sourcePath"]
    debugger.go_on()
    assert debugger.finish(cell).text == "10"


def test_a_cell_without_a_breakpoint_runs_as_always(debugger):
    result = debugger.session.run('try {\n    System.out.println("a");\n    throw new IllegalStateException("b");\n} finally {\n    System.out.println("c");\n}')
    assert result.stream() == "a\nc\n"
    assert "IllegalStateException: b" in result.traceback and ", line 3" in result.traceback
    assert "Probe" not in result.traceback and debugger.waiting == []
    start = time.monotonic()
    assert debugger.session.run("long all = 0;\nfor (int i = 0; i < 20_000_000; i++)\n    all += i;\nall").text == "199999990000000"
    assert time.monotonic() - start < 5


def test_off_again_nothing_is_woven_and_what_was_woven_does_not_halt(debugger):
    woven = declared(debugger, "int woven(int n) {\n    return n + 1;\n}")
    debugger.breakpoints(woven, 2)
    debugger.ask("disconnect")
    assert debugger.session.run("woven(1)").text == "2"
    debugger.session.run(woven)
    debugger.start()
    debugger.breakpoints(woven, 2)
    assert debugger.session.run("woven(2)").text == "3", "it has been compiled without"
    debugger.session.run(woven)
    cell = debugger.session.send("woven(3)")
    debugger.stopped()
    debugger.go_on()
    assert debugger.finish(cell).text == "4"


# ---- Steps -----------------------------------------------------------------------------------------


def test_steps_over_into_and_out_of_calls(debugger):
    methods = declared(debugger, "int half(int n) {\n    int h = n / 2;\n    return h;\n}\nint quarter(int n) {\n    int h = half(n);\n    return half(h);\n}")
    code = "int a = 1;\nfor (int round = 0; round < 1; round++) {\n    a = quarter(8);\n    a++;\n}\na++;\na"
    debugger.breakpoints(code, 3)
    cell = debugger.session.send(code)
    debugger.stopped()
    assert debugger.step("stepIn")[0] == ("quarter", 6)
    assert debugger.step("stepIn")[0] == ("half", 2)
    assert debugger.step("next")[0] == ("half", 3)
    assert debugger.locals() == {"n": ("int", "8"), "h": ("int", "4")}
    assert debugger.step("next")[0] == ("quarter", 7)
    assert debugger.step("stepIn")[0] == ("half", 2)
    assert debugger.step("stepOut")[0][1] == 4, "where the next line of an outer frame begins"
    assert debugger.evaluate("a") == "2"
    assert debugger.step("next")[0][1] == 2
    assert debugger.step("next")[0][1] == 6, "the cell's next statement"
    assert debugger.step("next")[0][1] == 7
    debugger.go_on("next")
    assert debugger.finish(cell).text == "4"
    assert methods and debugger.ask("threads")["threads"] == []


def test_a_step_out_of_the_cell_itself_runs_it_to_its_end(debugger):
    code = "int begin = 1;\nint end = 2;\nbegin + end"
    debugger.breakpoints(code, 1)
    cell = debugger.session.send(code)
    debugger.stopped()
    debugger.go_on("stepOut")
    assert debugger.finish(cell).text == "3"


def test_a_step_over_an_exception_goes_to_who_catches_it(debugger):
    code = declared(debugger, "int risky(int n) {\n    if (n > 1)\n        throw new IllegalArgumentException();\n    return n;\n}\n"
                    "int careful(int n) {\n    try {\n        return risky(n);\n    } catch (IllegalArgumentException e) {\n        return -1;\n    }\n}")
    debugger.breakpoints(code, 8)
    cell = debugger.session.send("careful(5)")
    debugger.stopped()
    assert debugger.step("next")[0] in [("careful", 9), ("careful", 10)]
    debugger.go_on()
    assert debugger.finish(cell).text == "-1"


def test_recursion_has_a_frame_for_each_call_and_steps_over_the_inner_ones(debugger):
    code = declared(debugger, "int factorial(int n) {\n    if (n == 0)\n        return 1;\n    int rest = factorial(n - 1);\n    return n * rest;\n}")
    debugger.breakpoints(code, 3)
    cell = debugger.session.send("factorial(4)")
    debugger.stopped()
    assert [name for name, line in debugger.where()[:-1]] == ["factorial"] * 5
    assert [debugger.locals(frame)["n"][1] for frame in range(5)] == ["0", "1", "2", "3", "4"]
    assert debugger.step("stepOut")[0] == ("factorial", 5)
    assert debugger.locals() == {"n": ("int", "1"), "rest": ("int", "1")}
    debugger.breakpoints(code, {"line": 4, "condition": "n == 3"})
    debugger.go_on()
    assert debugger.finish(cell).text == "24"
    cell = debugger.session.send("factorial(4) + 0")
    debugger.stopped()
    assert debugger.step("next")[0] == ("factorial", 5)
    assert debugger.locals() == {"n": ("int", "3"), "rest": ("int", "2")}
    debugger.go_on()
    assert debugger.finish(cell).text == "24"


def test_pause_halts_a_loop(debugger):
    cell = debugger.session.send("int turns = 0;\nwhile (turns >= 0) {\n    turns = (turns + 1) % 1000;\n}")
    time.sleep(0.7)
    debugger.ask("pause", threadId=1)
    debugger.stopped("pause")
    assert debugger.where()[0][1] in (2, 3)
    debugger.session.interrupt()
    assert debugger.finish(cell).reply["ename"] == "Interrupted"


def test_each_thread_halts_and_goes_on_for_itself(debugger):
    code = """void work(String name) {
    int steps = name.length();
    System.out.println(name + steps);
}
var threads = List.of("a", "bb").stream().map(name -> new Thread(() -> work(name), name)).toList();
for (var thread : threads)
    thread.start();
for (var thread : threads)
    thread.join();"""
    debugger.breakpoints(code, 3)
    cell = debugger.session.send(code)
    halted = {debugger.stopped(), debugger.stopped()}
    names = {each["id"]: each["name"] for each in debugger.ask("threads")["threads"]}
    assert {names[thread] for thread in halted} == {"a", "bb"} and names.get(1, "cell") == "cell"
    by_name = {name: thread for thread, name in names.items()}
    assert debugger.locals(thread=by_name["bb"])["steps"] == ("int", "2")
    assert debugger.where(by_name["a"])[0] == ("work", 3)
    assert set(debugger.ask("debugInfo")["stoppedThreads"]) == halted
    debugger.ask("continue", threadId=1)
    assert sorted(debugger.finish(cell).stream().split()) == ["a1", "bb2"]


# ---- What ends a halt ------------------------------------------------------------------------------


def halted(debugger, code="int before = 1;\nint here = 2;\nint after = 3;", line=2):
    debugger.breakpoints(code, line)
    cell = debugger.session.send(code)
    debugger.stopped()
    return cell


def test_an_interrupt_stops_a_halted_cell_at_once(debugger):
    cell = halted(debugger)
    start = time.monotonic()
    debugger.session.interrupt()
    result = debugger.finish(cell)
    assert time.monotonic() - start < 1
    assert result.reply["ename"] == "Interrupted" and "line 2" in result.traceback
    assert debugger.event("continued")["threadId"] == 1
    assert debugger.session.run("before").text == "1"
    assert "cannot find" in debugger.session.run("after").traceback


def test_an_interrupt_stops_threads_of_a_pool_too(debugger):
    code = "List.of(1, 2, 3, 4).parallelStream().forEach(n -> {\n    int m = n;\n    int k = m;\n});"
    debugger.breakpoints(code, 3)
    cell = debugger.session.send(code)
    debugger.stopped()
    debugger.session.interrupt()
    assert debugger.finish(cell).reply["ename"] == "Interrupted"
    debugger.ask("continue")  # a task that the pool began later
    assert debugger.session.run("1 + 1").text == "2"


def test_disconnect_lets_a_halted_cell_go_on(debugger):
    cell = halted(debugger)
    debugger.ask("disconnect")
    result = debugger.finish(cell)
    assert result.status == "ok"
    debugger.start()


def test_restart_and_shutdown_do_not_wait_for_a_halted_cell(fresh):
    fresh.start()
    halted(fresh)
    start = time.monotonic()
    fresh.session.restart()
    assert time.monotonic() - start < 20
    assert fresh.session.run("1 + 1").text == "2"
    assert not fresh.ask("debugInfo")["isStarted"]
    fresh.start()
    halted(fresh)
    assert fresh.session.shutdown() < 3


def test_requests_are_answered_while_a_cell_is_halted(debugger):
    declared(debugger, "var words = List.of(1, 2);")
    cell = halted(debugger)
    start = time.monotonic()
    assert debugger.session.control("kernel_info_request")["status"] == "ok"
    completion = debugger.session.reply(debugger.session.client.complete("words.isEmp"))
    assert "isEmpty()" in completion["matches"]
    assert debugger.session.reply(debugger.session.client.inspect("words"))["found"]
    assert time.monotonic() - start < 5
    debugger.go_on()
    assert debugger.finish(cell).status == "ok"


# ---- Variables -------------------------------------------------------------------------------------


def test_what_is_inside_values(debugger):
    declared(debugger, """record Layer(String name, int[] sizes) {}
class Plain { int count = 3; private Layer layer = new Layer("first", new int[] {4, 5}); }
enum Color { RED }""")
    code = """void look() {
    var plain = new Plain();
    var numbers = new double[][] {{1.5, 2}, {3}};
    var names = new ArrayList<>(List.of("a", "b"));
    var ages = new LinkedHashMap<String, Integer>(Map.of("Ada", 36));
    Set<Character> letters = Set.of('x');
    var image = zeros(2, 3);
    var color = Color.RED;
    var maybe = Optional.of(1);
    String nothing = null, quoted = "say \\"hi\\"";
    boolean yes = true; byte b = -1; short s = 2; char c = 'c'; float f = 0.5f; long l = 1L << 40;
    int done = 0;
}
look();"""
    debugger.breakpoints(code, 12)
    cell = debugger.session.send(code)
    debugger.stopped()
    shown = {each["name"]: each for each in debugger.children(debugger.scope("Locals"))}

    def inside(name):
        return {each["name"]: (each["type"], each["value"]) for each in debugger.children(shown[name]["variablesReference"])}

    assert {name: (each["type"], each["value"]) for name, each in shown.items() if not each["variablesReference"]} == {
        "color": ("Color", "RED"), "nothing": ("String", "null"), "quoted": ("String", '"say \\"hi\\""'), "yes": ("boolean", "true"),
        "b": ("byte", "-1"), "s": ("short", "2"), "c": ("char", "'c'"), "f": ("float", "0.5"), "l": ("long", str(1 << 40))}
    plain = inside("plain")
    assert shown["plain"]["type"] == "Plain" and plain["count"] == ("int", "3") and plain["layer"][0] == "Layer"
    assert (shown["numbers"]["type"], shown["numbers"]["value"]) == ("double[][]", "double[2][]")
    assert inside("numbers") == {"[0]": ("double[]", "double[2]"), "[1]": ("double[]", "double[1]")}
    assert (shown["names"]["type"], shown["names"]["value"]) == ("ArrayList<String>", "[a, b]")
    assert inside("names") == {"[0]": ("String", '"a"'), "[1]": ("String", '"b"')}
    assert inside("ages") == {'"Ada"': ("Integer", "36")}
    assert inside("letters") == {"[0]": ("Character", "'x'")}
    assert inside("maybe") == {"value": ("Integer", "1")}
    assert (shown["image"]["type"], shown["image"]["value"]) == ("Array", "float32[2,3]")
    assert inside("image")["size"] == ("Integer", "6")
    [layer] = [each for each in debugger.children(shown["plain"]["variablesReference"]) if each["name"] == "layer"]
    [_, sizes] = debugger.children(layer["variablesReference"])
    assert [each["value"] for each in debugger.children(sizes["variablesReference"])] == ["4", "5"]
    debugger.go_on()
    assert debugger.finish(cell).status == "ok"
    assert "any more" in debugger.refusal("variables", variablesReference=sizes["variablesReference"])


def test_a_layer_of_the_library_shows_its_fields(debugger):
    declared(debugger, "record Model(List<dev.solstice.core.Array> weights, String kind) {}\nvar model = new Model(List.of(zeros(2), ones(3)), \"mlp\");")
    [model] = [each for each in debugger.ask("inspectVariables")["variables"] if each["name"] == "model"]
    weights, kind = debugger.children(model["variablesReference"])
    assert (kind["name"], kind["value"]) == ("kind", '"mlp"')
    assert [each["value"] for each in debugger.children(weights["variablesReference"])] == ["float32[2]", "float32[3]"]


def test_many_variables_come_in_parts(debugger):
    declared(debugger, "int[] many = java.util.stream.IntStream.range(0, 25_000).toArray();\nvar list = new java.util.LinkedList<Integer>(List.of(5, 6, 7));")
    shown = {each["name"]: each for each in debugger.ask("inspectVariables")["variables"]}
    many = shown["many"]
    assert many["value"] == "int[25000]" and many["indexedVariables"] == 25000
    part = debugger.children(many["variablesReference"], start=24_998, count=10)
    assert [(each["name"], each["value"]) for each in part] == [("[24998]", "24998"), ("[24999]", "24999")]
    groups = debugger.children(many["variablesReference"])
    assert [each["name"] for each in groups] == ["[0 to 9999]", "[10000 to 19999]", "[20000 to 24999]"]
    smaller = debugger.children(groups[2]["variablesReference"])
    assert len(smaller) == 50
    assert [each["value"] for each in debugger.children(smaller[-1]["variablesReference"])][-1] == "24999"
    assert [each["value"] for each in debugger.children(shown["list"]["variablesReference"], start=1, count=1)] == ["6"]


def test_variables_are_shown_as_a_cell_would_show_them(debugger):
    code = "void grow(int size) {\n    var own = zeros(size);\n    int done = 0;\n}\nvar shared = zeros(1);\ngrow(5);"
    debugger.breakpoints(code, 3)
    cell = debugger.session.send(code)
    debugger.stopped()
    frame = debugger.frames()[0]["id"]
    assert "jxt1-root" in debugger.ask("richInspectVariables", variableName="own", frameId=frame)["data"]["text/html"]
    assert "jxt1-root" in debugger.ask("richInspectVariables", variableName="shared", frameId=frame)["data"]["text/html"]
    assert debugger.ask("richInspectVariables", variableName="nobody", frameId=frame)["data"] == {}
    debugger.go_on()
    debugger.finish(cell)
    assert "jxt1-root" in debugger.ask("richInspectVariables", variableName="shared")["data"]["text/html"]


def test_a_breakpoint_in_to_string_does_not_halt_the_debugger(debugger):
    code = declared(debugger, 'class Shy {\n    public String toString() {\n        return "shy";\n    }\n}\nvar shy = new Shy();')
    debugger.breakpoints(code, 3)
    assert [each["value"] for each in debugger.ask("inspectVariables")["variables"] if each["name"] == "shy"] == ["shy"]
    cell = debugger.session.send("shy")
    thread = debugger.stopped()
    assert debugger.where(thread)[0] == ("Shy.toString", 3)
    assert debugger.evaluate("this.toString()", thread=thread) == '"shy"'
    debugger.go_on()
    assert debugger.finish(cell).text == "shy"


@pytest.mark.parametrize("expression, result", [
    ("n + scale", "15"), ("label.length()", "3"), ("names.get(1).toUpperCase()", '"B"'), ("this.n * 2", "10"), ("this", "Box[n=5]"),
    ("List.of(n, scale).stream().map(i -> i + 1).toList()", "[6, 11]"), ("helper(n)", "105"), ("n > 3 && label != null", "true"),
    ('System.getProperty("nobody")', "null"), ("int unused = n", "null"), ("other.n()", "7"), ("names = List.of()", "[]")])
def test_expressions_are_evaluated_in_the_frame(debugger, expression, result):
    code = """int helper(int n) { return n + 100; }
record Box(int n) {
    int use(int scale, String label, List<String> names) {
        var other = new Box(7);
        return n * scale;
    }
}
new Box(5).use(10, "abc", List.of("a", "b"))"""
    debugger.breakpoints(code, 5)
    cell = debugger.session.send(code)
    debugger.stopped()
    assert debugger.evaluate(expression) == result
    debugger.go_on()
    assert debugger.finish(cell).text == "50"


def test_an_expression_that_fails_says_why(debugger):
    cell = halted(debugger)
    frame = debugger.frames()[0]["id"]
    for expression, words in [("nobody", "cannot find"), ("1 +", "illegal start of expression"), ("1 / 0", "ArithmeticException: / by zero"),
                              ('int i = "text"', "incompatible types")]:
        assert words in debugger.refusal("evaluate", expression=expression, frameId=frame)
    debugger.go_on()
    assert debugger.finish(cell).status == "ok"


def test_an_endless_expression_can_be_interrupted(debugger):
    cell = halted(debugger)
    frame = debugger.frames()[0]["id"]
    message = debugger.session.client.session.msg("debug_request", {"type": "request", "seq": 1, "command": "evaluate", "arguments": {
        "expression": "((java.util.function.Supplier<Integer>) () -> { while (true) { } }).get()", "frameId": frame}})
    debugger.session.client.control_channel.send(message)
    time.sleep(1)
    debugger.session.interrupt()
    assert debugger.finish(cell).reply["ename"] == "Interrupted"
    assert debugger.session.run("1 + 1").text == "2"
    assert debugger.ask("debugInfo")["stoppedThreads"] == []


def test_a_variable_of_the_notebook_can_be_set(debugger):
    code = "int level = 1;\nint copy = level;\ncopy"
    debugger.breakpoints(code, 2)
    cell = debugger.session.send(code)
    debugger.stopped()
    assert debugger.ask("setVariable", variablesReference=debugger.scope("Globals"), name="level", value="40 + 2")["value"] == "42"
    debugger.go_on()
    assert debugger.finish(cell).text == "42"


def test_jupyterlab_gets_types_with_which_it_shows_values(fresh):
    fresh.client_id = "jupyterlab"
    fresh.start()
    fresh.session.run('int i = 1; double d = 2.5; boolean b = true; String s = "t"; long l = 3; var names = List.of("a");')
    assert {each["name"]: (each.get("type"), each["value"]) for each in fresh.ask("inspectVariables")["variables"]} == {
        "i": ("int", "1"), "d": ("float", "2.5"), "b": ("bool", "true"), "s": ("str", '"t"'), "l": (None, "3"), "names": (None, "[a]")}


# ---- Exceptions ------------------------------------------------------------------------------------


def test_an_exception_halts_where_it_leaves_a_method(debugger):
    debugger.ask("setExceptionBreakpoints", filters=["thrown"])
    cell = debugger.session.send("int divide(int a, int b) {\n    int c = a;\n    return c / b;\n}\ndivide(6, 0)")
    assert debugger.stopped("exception") == 1
    assert debugger.where()[0] == ("divide", 3)
    assert debugger.locals() == {"a": ("int", "6"), "b": ("int", "0"), "c": ("int", "6")}
    info = debugger.ask("exceptionInfo", threadId=1)
    assert (info["exceptionId"], info["description"]) == ("java.lang.ArithmeticException", "/ by zero")
    debugger.go_on()
    result = debugger.finish(cell)
    assert "ArithmeticException: / by zero" in result.traceback and debugger.waiting == []
    assert "there is only the filter" in debugger.refusal("setExceptionBreakpoints", filters=["uncaught"])
    debugger.ask("setExceptionBreakpoints", filters=[])
    assert debugger.session.run("divide(1, 0)").status == "error"




def test_a_stack_that_a_woven_cell_prints_names_the_cell(debugger):
    plain = debugger.session.run('new RuntimeException("here").printStackTrace(System.out);').stream()
    assert "Cell " in plain and "JShell" not in plain and "Unknown Source" not in plain
