"""The messaging protocol beyond running a cell."""
import json
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest


def test_kernel_info_has_status_protocol_and_language(kernel):
    info = kernel.reply(kernel.client.kernel_info())
    assert info["status"] == "ok"
    assert info["protocol_version"] == "5.5"
    assert info["supported_features"] == ["debugger", "kernel subshells"]
    assert info["implementation"] == "solstice"
    assert (info["language_info"]["name"], info["language_info"]["version"]) == ("java", "25")
    assert info["language_info"]["mimetype"] == "text/x-java"


def test_silent_broadcasts_nothing_and_does_not_count(kernel):
    before = kernel.run("1").reply["execution_count"]
    result = kernel.run('System.out.println("quiet"); 5', silent=True)
    assert (result.status, result.messages) == ("ok", [])
    assert kernel.run("1").reply["execution_count"] == before + 1


def test_without_store_history_nothing_is_counted_or_stored(kernel):
    before = kernel.run("1").reply["execution_count"]
    result = kernel.run("111 + 111", store_history=False)
    assert (result.text, result.reply["execution_count"]) == ("222", before)
    assert "111 + 111" not in json.dumps(history(kernel, hist_access_type="tail", n=1000))


def test_a_cell_that_fails_replies_its_error_its_count_and_nothing_else(kernel):
    reply = kernel.run('page("text"); throw new IllegalStateException("why");').reply
    assert set(reply) == {"status", "ename", "evalue", "traceback", "execution_count"}


def test_a_reply_says_when_the_cell_began(kernel):
    before = datetime.now(timezone.utc)
    kernel.client.execute("Thread.sleep(300);", reply=False)
    reply = kernel.client.get_shell_msg(timeout=30)
    started = datetime.fromisoformat(reply["metadata"]["started"])
    assert before <= started <= reply["header"]["date"] - timedelta(seconds=0.3)


def test_an_aborted_cell_has_no_count(kernel):
    failing, queued = kernel.send("Thread.sleep(300); throw null;"), kernel.send("1")
    assert kernel.reply(failing)["execution_count"]
    assert kernel.reply(queued) == {"status": "aborted"}, "JupyterLab would show it as a number beside the cell"


def test_a_silent_error_aborts_no_cell_of_the_user(kernel):
    kernel.send("Thread.sleep(300); throw null;", silent=True)
    assert kernel.reply(kernel.send("1"))["status"] == "ok"


def test_user_expressions_are_evaluated(kernel):
    reply = kernel.run("int seven = 7;", user_expressions={"good": "seven * 6", "bad": "seven *"}).reply
    assert reply["user_expressions"]["good"]["status"] == "ok"
    assert reply["user_expressions"]["good"]["data"]["text/plain"] == "42"
    assert reply["user_expressions"]["bad"]["status"] == "error"
    assert reply["user_expressions"]["bad"]["ename"] == "CompileError"


def history(kernel, **request):
    request = {"output": False, "raw": True, **request}
    return kernel.reply(kernel.client.history(**request))["history"]


def test_history_answers_tail_range_and_search(kernel):
    first = kernel.run("int uniqueName1 = 1;").reply["execution_count"]
    kernel.run("uniqueName1 + 1")
    kernel.run("uniqueName1 + 1")
    assert [row[2] for row in history(kernel, hist_access_type="tail", n=2)] == ["uniqueName1 + 1"] * 2
    [[session, line, source]] = history(kernel, hist_access_type="range", session=0, start=first, stop=first + 1)
    assert (line, source) == (first, "int uniqueName1 = 1;")
    assert history(kernel, hist_access_type="range", session=session, start=first, stop=first + 1) == [[session, first, source]]
    assert len(history(kernel, hist_access_type="search", pattern="*uniqueName1*", n=10)) == 3
    assert len(history(kernel, hist_access_type="search", pattern="*uniqueName1*", n=10, unique=True)) == 2
    assert history(kernel, hist_access_type="tail", n=1, output=True)[0][2] == ["uniqueName1 + 1", "2"]


def test_history_outlives_the_kernel(fresh_kernel):
    fresh_kernel.run('"of an earlier session"')
    session = history(fresh_kernel, hist_access_type="tail", n=1)[0][0]
    fresh_kernel.restart(now=True)
    fresh_kernel.run("1")
    assert history(fresh_kernel, hist_access_type="search", pattern="*earlier session*", n=1) == [[session, 1, '"of an earlier session"']]
    assert history(fresh_kernel, hist_access_type="range", session=-1, start=1, stop=2) == [[session, 1, '"of an earlier session"']]
    assert history(fresh_kernel, hist_access_type="tail", n=1)[0][0] == session + 1


def test_a_cell_full_of_data_is_in_the_history_of_its_session_only(fresh_kernel):
    fresh_kernel.run("//" + "x" * 200_000)
    assert len(history(fresh_kernel, hist_access_type="tail", n=1)[0][2]) > 200_000
    fresh_kernel.restart(now=True)
    assert all(len(row[2]) < 200_000 for row in history(fresh_kernel, hist_access_type="tail", n=10))


def test_a_restart_forgets_variables_and_counts_from_one(fresh_kernel):
    fresh_kernel.run("int forgotten = 1;")
    fresh_kernel.restart()
    result = fresh_kernel.run("forgotten")
    assert (result.reply["ename"], result.reply["execution_count"]) == ("CompileError", 1)


def test_a_page_and_the_next_input_are_payloads_of_the_reply(kernel):
    assert kernel.run('page("text");').reply["payload"][0]["data"]["text/plain"] == "text"
    payload = kernel.run('setNextInput("1 + 1");').reply["payload"]
    assert payload == [{"source": "set_next_input", "text": "1 + 1", "replace": False}]
    assert kernel.run("1").reply["payload"] == []


@pytest.mark.parametrize("code", ["Math.max?", "Math.max??", "?Math.max", "Math.max() ?", "int before = 1;\nMath.max?"])
def test_a_question_mark_asks_for_documentation(kernel, code):
    result = kernel.run(code)
    assert result.status == "ok", result.traceback
    [page] = result.reply["payload"]
    assert page["source"] == "page"
    assert "Returns the greater" in page["data"]["text/plain"]
    assert "<" in page["data"]["text/html"]


def test_a_question_mark_at_the_end_of_a_line_can_still_be_java(kernel):
    assert kernel.run("1 < 2 ?\n3 : 4").text == "3"


@pytest.mark.parametrize("code, status, indent", [
    ("1 + 1", "complete", None),
    ("int x = 1;", "complete", None),
    ("", "complete", None),
    ("%magic is always complete", "complete", None),
    ("for (int i = 0; i < 3; i++) {", "incomplete", "    "),
    ("class A {\n    void f() {", "incomplete", "        "),
    ("foo(1,", "incomplete", "    "),
    ('foo("}"', "incomplete", "    "),
    ("while (true)", "incomplete", "    "),
    ("int x = 1 +", "incomplete", "    "),
    ("x ->", "incomplete", "    "),
    ("List.of(1).stream()\n    .", "incomplete", "        "),
    ('"""\n  {', "incomplete", "  "),
    ("/* a (", "incomplete", ""),
    ("@Override", "incomplete", ""),
    ("%%bash", "incomplete", ""),
    ("%%bash\necho", "incomplete", ""),
    ("%%bash\necho\n", "complete", None),
    ("Math.max?", "complete", None),
    ("Math.max??", "complete", None),
    ("int 3x = ;)", "invalid", None),
    ("}", "invalid", None),
])
def test_is_complete(kernel, code, status, indent):
    kernel.run("")  # before Java is ready it is unknown
    reply = kernel.reply(kernel.client.is_complete(code))
    assert reply["status"] == status
    assert reply.get("indent") == indent


def test_a_console_that_asks_at_once_is_answered_before_it_gives_up(fresh_kernel):
    asked = time.monotonic()
    assert fresh_kernel.reply(fresh_kernel.client.is_complete("foo("))["status"] in ("unknown", "incomplete")
    assert time.monotonic() - asked < 1


def complete(kernel, code, cursor=None):
    return kernel.reply(kernel.client.complete(code, cursor))


def test_completion_knows_members_variables_and_earlier_lines_of_the_cell(kernel):
    reply = complete(kernel, "Math.ma")
    assert reply["matches"] and all(match.startswith("ma") for match in reply["matches"])
    assert (reply["cursor_start"], reply["cursor_end"]) == (5, 7)
    kernel.run("var somethingLong = List.of(1);")
    assert "somethingLong" in complete(kernel, "somethingL")["matches"]
    assert "isBlank()" in complete(kernel, 'var inThisCell = "text";\ninThisCell.isBl')["matches"]
    assert "isBlank()" in complete(kernel, 'record Before() {}\n"text".isBl')["matches"]


def test_completion_counts_code_points_and_takes_any_cursor(kernel):
    code = '"🌞🌞".isBl'
    reply = complete(kernel, code)
    assert (reply["cursor_start"], reply["cursor_end"]) == (len(code) - 4, len(code))
    assert complete(kernel, "Math.max(1, 2)", 7)["matches"]
    for cursor in [0, 10_000]:
        assert complete(kernel, "x.", cursor)["status"] == "ok"


@pytest.mark.parametrize("code, cursor, expected", [
    ("Math.max(", 9, "Math.max"),
    ("Math.max(1, 2)", 8, "Math.max"),
    ("Math.max", 8, "Math.max"),
    ("Math.max", 6, "Math.max"),
    ("String", 6, "String"),
    ("int q = 1;\nMath.abs", 19, "Math.abs"),
])
def test_inspection_finds_what_is_at_the_cursor(kernel, code, cursor, expected):
    reply = kernel.reply(kernel.client.inspect(code, cursor))
    assert reply["found"], reply
    assert expected in reply["data"]["text/plain"]


def test_inspection_shows_javadoc_and_variables(kernel):
    assert "Returns the greater" in kernel.reply(kernel.client.inspect("Math.max(", 9))["data"]["text/plain"]
    kernel.run("int inspected = 3;")
    assert "int inspected" in kernel.reply(kernel.client.inspect("inspected", 9))["data"]["text/plain"].replace("inspected:int", "int inspected")
    assert kernel.reply(kernel.client.inspect("noSuchNameAnywhere", 5))["found"] is False


@pytest.mark.parametrize("code, expected", [
    ("List.of(", "an unmodifiable list"),
    ("Random.normal(", "Standard normal"),
    ("sum(", "sum as 32-bit integers"),
    ("Array", "An n-dimensional array"),
])
def test_the_jdk_and_the_preloaded_library_are_documented_in_html(kernel, code, expected):
    data = kernel.reply(kernel.client.inspect(code, len(code)))["data"]
    assert expected in data["text/plain"] and expected in data["text/html"].replace("\n", " ")
    assert "{@" not in data["text/html"] and "<pre" in data["text/html"]


def test_two_question_marks_show_the_source(kernel):
    def page(code):
        return kernel.run(code).reply["payload"][0]["data"]["text/plain"]
    assert "return (a >= b) ? a : b;" in page("Math.max??")
    assert "MapAxes.of" in page("vmap??")
    kernel.run("int mine(int n) { return n * 7; }")
    assert "return n * 7;" in page("mine??")


def test_inspection_in_more_detail_shows_the_source(kernel):
    def inspect(code, level):
        return kernel.reply(kernel.client.inspect(code, len(code), detail_level=level))["data"]["text/plain"]
    for code in ["Math.max", "Math.max(", "1 + Math.max("]:
        assert "return (a >= b) ? a : b;" in inspect(code, 1)
        assert "return (a >= b) ? a : b;" not in inspect(code, 0)


def test_input_is_asked_for(kernel):
    msg_id = kernel.send('new Scanner(System.in).nextLine() + "!"', allow_stdin=True)
    request = kernel.client.get_stdin_msg(timeout=10)
    assert request["parent_header"]["msg_id"] == msg_id
    kernel.client.input("typed")
    assert kernel.collect(msg_id).text == "typed!"


def test_input_has_a_prompt_and_passwords_are_hidden(kernel):
    msg_id = kernel.send('input("name: ") + "/" + password("secret: ")', allow_stdin=True)
    for prompt, hidden in [("name: ", False), ("secret: ", True)]:
        content = kernel.client.get_stdin_msg(timeout=10)["content"]
        assert (content["prompt"], content["password"]) == (prompt, hidden)
        kernel.client.input("typed")
    assert kernel.collect(msg_id).text == "typed/typed"


def test_only_who_is_asked_answers(kernel):
    other = kernel.manager.client()
    other.session.session = "somebody else"
    other.start_channels()
    msg_id = kernel.send('input("who?")', allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=10)
    other.input("an intruder")
    kernel.client.stdin_channel.send(kernel.client.session.msg("something_else", {"value": "nobody"}))
    time.sleep(0.3)
    kernel.client.input("me")
    assert kernel.collect(msg_id).text == "me"
    other.stop_channels()


def test_readln_of_the_jdk_asks_too(kernel):
    msg_id = kernel.send('IO.readln("question ")', allow_stdin=True)
    assert kernel.client.get_stdin_msg(timeout=10)["content"]["prompt"] == "question "
    kernel.client.input("answer")
    result = kernel.collect(msg_id)
    assert result.text == "answer" and result.stream() == "", "the front end shows the question with the answer"


def test_the_line_that_a_cell_has_begun_is_the_question(kernel):
    kernel.run('var in = new Scanner(System.in);\n'
               'String askName() { System.out.print("Hello!\\nName: "); return in.nextLine(); }')
    msg_id = kernel.send("askName()", allow_stdin=True)
    assert kernel.client.get_stdin_msg(timeout=10)["content"]["prompt"] == "Name: "
    kernel.client.input("Ada")
    result = kernel.collect(msg_id)
    assert (result.text, result.stream()) == ("Ada", "Hello!\n")


def test_input_that_nobody_can_give_is_an_error(kernel):
    result = kernel.run("System.in.read()", allow_stdin=False)
    assert result.reply["ename"] == "java.io.IOException"
    assert "allow_stdin" in result.reply["evalue"]


def test_waiting_for_input_can_be_interrupted(kernel):
    msg_id = kernel.send("new Scanner(System.in).nextLine()", allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=10)
    kernel.interrupt()
    assert kernel.collect(msg_id).reply["ename"] == "Interrupted"


def test_an_unknown_comm_target_is_closed(kernel):
    message = kernel.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    kernel.client.shell_channel.send(message)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        received = kernel.client.get_iopub_msg(timeout=5)
        if received["msg_type"] == "comm_close":
            assert received["content"]["comm_id"] == "c1"
            assert received["parent_header"]["msg_id"] == message["header"]["msg_id"]
            break
    else:
        raise AssertionError("no comm_close")
    assert kernel.reply(kernel.client.comm_info())["comms"] == {}


def test_the_usage_of_the_machine_is_told(kernel):
    """As the extension jupyter-resource-usage asks."""
    kernel.control("usage_request")
    kernel.run("long end = System.nanoTime() + 500_000_000L; while (System.nanoTime() < end);")
    usage = kernel.control("usage_request")
    assert usage["pid"] == kernel.manager.provisioner.process.pid and usage["hostname"]
    assert 1 < usage["kernel_cpu"] < 100 * usage["cpu_count"] + 50
    assert 30e6 < usage["kernel_memory"] < 5e9
    memory = usage["host_virtual_memory"]
    assert 0 < memory["available"] < memory["total"] and 0 < memory["percent"] < 100


def test_json_that_is_put_in_as_text_is_shown_as_json(kernel):
    kernel.run("import org.dflib.jjava.jupyter.kernel.display.DisplayData;\n"
               'var chart = new DisplayData(); chart.putData("application/vnd.vegalite.v5+json", "{\\"mark\\": [1]}");')
    assert kernel.run("chart").of_type("execute_result")[0]["data"]["application/vnd.vegalite.v5+json"] == {"mark": [1]}
    assert kernel.run("display(chart);").of_type("display_data")[0]["data"]["application/vnd.vegalite.v5+json"] == {"mark": [1]}


def test_a_debug_request_that_nobody_knows_is_refused(kernel):
    reply = kernel.control("debug_request", {"type": "request", "seq": 5, "command": "fly"})
    assert (reply["success"], reply["request_seq"], reply["message"]) == (False, 5, '"fly" is not supported')


def test_unsigned_and_malformed_messages_get_no_answer_and_do_no_harm(kernel):
    socket = kernel.client.shell_channel.socket
    header = json.dumps({"msg_id": "x", "session": "s", "username": "u", "date": "", "msg_type": "execute_request", "version": "5.3"}).encode()
    for frames in [[b"<IDS|MSG>", b"bad signature", header, b"{}", b"{}", b'{"code": "1"}'],
                   [b"<IDS|MSG>"], [b"nonsense"], [b"", b""], [b"<IDS|MSG>", b"", b"", b"", b"", b""]]:
        socket.send_multipart(frames)
    for content in [{}, {"code": 5}, {"code": None, "cursor_pos": "a"}]:
        for msg_type in ["complete_request", "inspect_request", "is_complete_request", "history_request", "no_such_request"]:
            kernel.client.shell_channel.send(kernel.client.session.msg(msg_type, content))
    assert kernel.run("1 + 1").text == "2"


@pytest.mark.parametrize("channel", ["control", "shell"])
def test_shutdown_is_told_to_all_clients_and_leaves_time_for_hooks(fresh_kernel, channel, tmp_path):
    """On the shell channel it is deprecated, but older front ends send it there."""
    kernel = fresh_kernel
    kernel.run("Runtime.getRuntime().addShutdownHook(new Thread(() -> { try { Thread.sleep(1000); "
               f'Files.createFile(Path.of("{tmp_path}/saved")); }} catch (Exception e) {{ }} }}));')
    message = kernel.client.session.msg("shutdown_request", {"restart": True})
    getattr(kernel.client, f"{channel}_channel").send(message)
    reply = getattr(kernel.client, f"get_{channel}_msg")(timeout=10)
    assert reply["content"] == {"status": "ok", "restart": True}
    told = [kernel.client.get_iopub_msg(timeout=5) for _ in range(3)]
    assert [m["msg_type"] for m in told] == ["status", "shutdown_reply", "status"]
    assert kernel.manager.provisioner.process.wait(10) == 0
    assert (tmp_path / "saved").exists()


def test_shutdown_ends_the_process_within_a_second(fresh_kernel):
    fresh_kernel.run("1")
    assert fresh_kernel.shutdown() < 1.5


def test_shutdown_ends_even_a_kernel_that_runs_and_has_slow_hooks(fresh_kernel):
    fresh_kernel.run("Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true); }));")
    fresh_kernel.run("new Thread(() -> { while (true); }).start();")
    fresh_kernel.send("while (true);")
    time.sleep(0.5)
    assert fresh_kernel.shutdown() < 4


def types(reply):
    return {t["text"]: (t["type"], t["signature"]) for t in reply["metadata"]["_jupyter_types_experimental"]}


def test_completions_have_kinds_and_signatures(kernel):
    assert types(complete(kernel, "Math.signu"))["signum("] == ("function", "double Math.signum(double d) (and 1 more)")
    assert types(complete(kernel, "Stri"))["String"][0] == "class"
    assert types(complete(kernel, "import java.ut"))["util."][0] == "module"
    [entry] = complete(kernel, "Math.signu")["metadata"]["_jupyter_types_experimental"]
    assert (entry["start"], entry["end"]) == (5, 10)


def test_completion_knows_packages_paths_and_classes_that_are_not_imported(kernel, tmp_path):
    assert complete(kernel, "import java.util.conc")["matches"] == ["concurrent."]
    (tmp_path / "some data.csv").touch()
    (tmp_path / "some folder").mkdir()
    code = f'Path.of("{tmp_path}/som'
    reply = complete(kernel, code)
    assert reply["matches"] == ["some data.csv", "some folder/"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (len(code) - 3, len(code))
    assert "java.net.http.HttpClient" in complete(kernel, "HttpClient")["matches"]


def test_completion_of_random_means_ours(kernel):
    assert "normal(" in complete(kernel, "Random.nor")["matches"]
    assert "normal(" in complete(kernel, "var drawn = Random.nor")["matches"]


SHAPES = """sealed interface Shape permits Circle, Square {}
record Circle(double radius) implements Shape {}
record Square(double side) implements Shape {}
enum Light { RED, GREEN }
record Place(int x, int y) { static Place origin() { return new Place(0, 0); } }
List<Place> places = List.of(); Shape someShape = null; Light light = Light.RED; String words = "a b"; int amount = 3;
@Deprecated int amongOld() { return 1; }
int amongNew() { return 2; }"""


@pytest.mark.parametrize("code, first", [
    ("places.stream().map(Place::|", "origin"), ("places.stream().map(Place::x|", "x"), ("String::val|", "valueOf"), ("words::tri|", "trim"),
    ("@Over|", "Override"), ("retu|", "return"), ("while (tru|", "true"),
    ("var fresh = words.strip();\nfre|", "fresh"), ("int helperOf(int a) { return a; }\nhelp|", "helperOf("),
    ("record Fresh(int alpha) {}\nvar f = new Fresh(1);\nf.|", "alpha()"), ("record Fresh(int alpha) {}\nnew Fre|", "Fresh("),
    ("int f(String word) {\n    var upper = word.strip();\n    int n = upp|", "upper"), ("int f(String word) {\n    return wor|", "word"),
    ("for (int i = 0; i < 3; i++) {\n    var inner = i;\n    inn|", "inner"),
    ("switch (light) {\n    case |", "GREEN"), ("switch (someShape) {\n    case Circle(double rim) -> ri|", "rim"), ("if (someShape instanceof Circle(var rim) && ri|", "rim"),
    ("switch (someShape) {\n    case Sq|", "Square"),
    ("Place p = places.|", "get("), ("List<Place> l = new |", "ArrayList("), ("List<Place> l = |", "places"), ("int n = am|", "amongNew()"), ("among|", "amongNew()"),
    ("words.tuc|", "toUpperCase("), ("places.gF|", "getFirst()"), ("NPE|", "NullPointerException"),
    ("HttpCli|", "java.net.http.HttpClient"), ("import java.net.http.*;\nHttpCli|", "HttpClient"), ("import java.net.http.HttpClient;\nvar c = HttpClient.newH|", "newHttpClient()"),
    ("import static java.lang.Math.hypo|", "hypot"), ("%maven --o|", "--offline"), ("%dependency /add-|", "/add-repo"), ("%time words.tri|", "trim()"),
])
def test_completion_knows_what_the_compiler_knows(kernel, code, first):
    kernel.run(SHAPES)
    assert complete(kernel, code.replace("|", ""), code.index("|"))["matches"][0] == first


@pytest.mark.parametrize("code", ["// words.", "/* words.", 'words; /** words.', '"""\nwords.', "'w", "1.", "3.14", "%%bash\nwords.", "%%html\n<", '"words.'])
def test_nothing_is_completed_where_no_java_is(kernel, code):
    kernel.run(SHAPES)
    assert complete(kernel, code)["matches"] == []


def test_no_name_of_jshell_is_shown(kernel):
    kernel.run(SHAPES)
    for code in ["new ", "places.", "light.", "someShape", "Place."]:
        assert not [entry for entry in complete(kernel, code)["metadata"]["_jupyter_types_experimental"] if "$" in entry["text"] + entry["signature"] or "REPL" in entry["signature"]]


def test_types_of_the_place_are_filled_into_signatures(kernel):
    kernel.run(SHAPES)
    assert types(complete(kernel, "places.get"))["get("] == ("function", "Place List.get(int index)")
    assert types(complete(kernel, "var up = words.strip();\nu"))["up"] == ("instance", "String up")


def inserted(kernel, code, choice):
    """The cell after a choice from the menu; the cursor is where the code has a bar."""
    cursor = code.index("|")
    code = code.replace("|", "")
    reply = complete(kernel, code, cursor)
    [match] = [each for each in reply["matches"] if each.startswith(choice)]
    return code[:reply["cursor_start"]] + match + code[reply["cursor_end"]:]


def test_a_completion_replaces_the_whole_name_and_repeats_nothing_that_is_there(kernel):
    kernel.run("int doubled(int n) { return 2 * n; }")
    assert inserted(kernel, "doub|", "doubled") == "doubled("
    assert inserted(kernel, "doub|(3)", "doubled") == "doubled(3)"
    assert inserted(kernel, "dou|bled(3) + 1", "doubled") == "doubled(3) + 1"
    assert inserted(kernel, 'var n = "a".isB| + 1', "isBlank") == 'var n = "a".isBlank() + 1'
    assert inserted(kernel, "Math.|abs(1)", "max") == "Math.max(1)"
    assert inserted(kernel, "|doubled(1)", "doubled") == "doubled(doubled(1)", "in front of a name another one may be meant"


def test_a_completed_path_replaces_the_whole_name_of_the_file(kernel, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "words.txt").touch()
    assert inserted(kernel, f'Path.of("{tmp_path}/folder/wor|ds.txt")', "words") == f'Path.of("{tmp_path}/folder/words.txt")'
    assert inserted(kernel, f'Path.of("{tmp_path}/fol|der/words.txt")', "folder") == f'Path.of("{tmp_path}/folder/words.txt")'


def test_what_every_object_has_comes_after_what_this_one_has(kernel):
    kernel.run("record Spot(int x, int y) { double norm() { return Math.hypot(x, y); } }\nvar spot = new Spot(3, 4);")
    matches = complete(kernel, "spot.")["matches"]
    assert matches[:3] == ["norm()", "x()", "y()"]
    assert {"toString()", "getClass()"} <= set(matches[3:]) and "finalize()" not in matches


def test_magics_are_completed_and_so_is_what_follows_them(kernel, tmp_path):
    (tmp_path / "words.txt").touch()
    reply = complete(kernel, "%ti")
    assert reply["matches"] == ["%time"] and reply["cursor_start"] == 0
    assert types(reply)["%time"][0] == "magic"
    assert inserted(kernel, "int n = 1;\n  %ti|", "%time") == "int n = 1;\n  %time"
    assert {"%%bash", "%%time", "%%writefile"} <= set(complete(kernel, "%%")["matches"])
    assert all(match.startswith("%%") for match in complete(kernel, "%%")["matches"])
    assert {"%time", "%%time"} <= set(complete(kernel, "%")["matches"])
    assert inserted(kernel, "%time Math.ma|", "max(") == "%time Math.max("
    assert inserted(kernel, "%%time\nMath.ma|", "max(") == "%%time\nMath.max("
    assert inserted(kernel, f"%load {tmp_path}/wor|", "words") == f"%load {tmp_path}/words.txt"
    assert "abs(" in complete(kernel, "7 % Math.ab")["matches"]


def documented(kernel, code, cursor=None):
    reply = kernel.reply(kernel.client.inspect(code, len(code) if cursor is None else cursor))
    assert reply["found"], code
    return reply["data"]["text/plain"], reply["data"]["text/html"]


def test_what_a_cell_documents_is_documented(kernel):
    kernel.run("""/** A <b>place</b> in the plane.
 *
 * @param x to the right
 * @param y upwards */
record Place(int x, int y) {
    /** Distance from the origin.
     *  @return the length */
    double norm() { return Math.hypot(x, y); }

    /// From *polar* coordinates:
    ///
    /// - `r` is the radius
    static Place polar(double r, double angle) { return null; }
    static Place polar(double r) { return null; }
}

/// Twice `n`, as in {@link Math#abs}.
///
/// @param n what is doubled
int twice(int n) { return 2 * n; }

/// Twice that many times a text.
String twice(String text) { return text + text; }
var place = new Place(3, 4);""")
    text, html = documented(kernel, "twice(")
    assert text.splitlines()[:2] == ["int twice(int n)", "String twice(String text)"]
    assert "Twice n, as in Math.abs." in text and "what is doubled" in text and "Twice that many times a text." in text
    assert "Twice <code>n</code>" in html and "Parameters" in html
    text, html = documented(kernel, "place.norm")
    assert text.startswith("double Place.norm()") and "Distance from the origin." in text and "the length" in text
    text, html = documented(kernel, "Place.polar(")
    assert "From polar coordinates:" in text and "<li><code>r</code> is the radius" in html
    for code in ["Place", "new Place("]:
        text, html = documented(kernel, code)
        assert text.startswith("Place(int x, int y)\n") and "to the right" in text and "A <b>place</b> in the plane." in html


def test_a_variable_is_described_by_its_type_and_value(kernel):
    kernel.run('var weights = zeros(2, 3); var words = new ArrayList<String>(); int three = 3; String word = "a\\nb"; String none = null;')
    assert documented(kernel, "three")[0].splitlines()[0] == "int three = 3"
    assert documented(kernel, "word")[0].splitlines()[0] == 'String word = "a\\nb"'
    assert documented(kernel, "none")[0].splitlines()[0] == "String none = null"
    assert documented(kernel, "weights")[0].splitlines()[0] == "Array weights = f32[2,3]"
    text, html = documented(kernel, "words")
    assert text.splitlines()[0] == "ArrayList<String> words = []"
    assert "Resizable-array implementation" in text and ">ArrayList&lt;String> words = []</pre>" in html


def test_a_function_whose_overloads_say_nothing_is_described_by_its_class(kernel):
    text, html = documented(kernel, "vmap(")
    assert text.splitlines()[1].startswith("Fn2<A,B,R> Vmap.vmap(Fn2<A,B,R> function")
    assert "a function of single examples becomes one of batches" in text
    assert "Layers applied one after the other." in documented(kernel, "Sequential.of(")[0]


def test_a_field_is_described_by_its_type_and_comment(kernel):
    assert documented(kernel, "Math.PI")[0].splitlines()[0] == "double Math.PI"
    text, _ = documented(kernel, "Linear.SCALAR")
    assert text.splitlines()[0] == "int Linear.SCALAR" and "The size of something that is no vector" in text


def test_magics_are_documented(kernel):
    assert "how long" in documented(kernel, "%time Math.max(1, 2)", 3)[0]
    assert documented(kernel, "%%bash\nls", 2)[0].startswith("%%bash")
    assert "Math.max" in documented(kernel, "%time Math.max")[0]


def test_a_kernel_ends_with_the_process_that_started_it():
    start = (
        "import os\n"
        "from subprocess import DEVNULL\n"
        "from kernel_session import Session\n"
        "print(Session(stdout=DEVNULL, stderr=DEVNULL).manager.provisioner.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    started = subprocess.run([sys.executable, "-c", start], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    pid = int(started.stdout)
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(pid)


def is_alive(pid):
    """Whether a process runs; one that nobody has asked how it ended does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.parametrize("code, first", [
    ("words::tri|m", "String String.trim()"), ("Place::x|", "int Place.x()"), ("int loc = 1; lo|c", "int loc"),
    ("String loc = words.strip(); loc.tri|m()", "String String.trim()"), ("int helperOf(int a) { return a; }\nhelperOf(|", "int helperOf(int a)"),
    ("HttpClient|", "java.net.http.HttpClient"), ("words.|", 'String words = "a b"'), ("places.get(|", "Place List.get(int index)"),
    ("places|", "List<Place> places = []"),
])
def test_inspection_knows_what_the_compiler_knows(kernel, code, first):
    kernel.run(SHAPES)
    reply = kernel.reply(kernel.client.inspect(code.replace("|", ""), code.index("|")))
    assert reply["found"] and reply["data"]["text/plain"].splitlines()[0] == first


@pytest.mark.parametrize("code, parameter", [("Math.max(1, |", "int b"), ("Math.max(Math.abs(|", "int a"), ("Place.origin(); new Place(1, |2)", "int y"),
                                             ('String.format("%s", 1, 2, |', "Object... args"), ("Math.max(List.of(1, 2).size(), |3)", "int b")])
def test_the_parameter_that_is_being_written_is_marked(kernel, code, parameter):
    kernel.run(SHAPES)
    html = kernel.reply(kernel.client.inspect(code.replace("|", ""), code.index("|")))["data"]["text/html"]
    assert f"<b>{parameter}</b>" in html.split("</pre>")[0]


@pytest.mark.parametrize("code", ['"Math.max', "// Math.max", "/* Math.max"])
def test_nothing_is_explained_where_no_java_is(kernel, code):
    assert not kernel.reply(kernel.client.inspect(code, len(code)))["found"]
