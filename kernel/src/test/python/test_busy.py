"""What is answered while a cell runs: looking things up always, cells in subshells."""
import statistics
import time

import pytest


@pytest.fixture
def busy(kernel):
    """A kernel in the middle of a cell."""
    msg_id = kernel.send("while (true);")
    time.sleep(0.4)
    yield kernel
    kernel.interrupt()
    assert kernel.collect(msg_id).reply["ename"] == "Interrupted"


def create_subshell(kernel):
    reply = kernel.control("create_subshell_request")
    assert reply["status"] == "ok"
    return reply["subshell_id"]


def send_to(kernel, subshell, msg_type, content):
    message = kernel.client.session.msg(msg_type, content)
    message["header"]["subshell_id"] = subshell
    kernel.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def execute_in(kernel, subshell, code):
    return send_to(kernel, subshell, "execute_request", {"code": code, "silent": False, "store_history": True,
                                                         "user_expressions": {}, "allow_stdin": False, "stop_on_error": True})


def seconds(action, times=9):
    taken = []
    for _ in range(times):
        start = time.monotonic()
        action()
        taken.append(time.monotonic() - start)
    return statistics.median(taken)


def test_looking_things_up_does_not_wait_for_the_cell(busy):
    client = busy.client
    assert "max(" in busy.reply(client.complete("Math.ma"), timeout=10)["matches"]
    assert busy.reply(client.inspect("Math.max(", 9), timeout=10)["found"]
    assert busy.reply(client.is_complete("if (true) {"), timeout=10)["status"] == "incomplete"
    assert busy.reply(client.history(hist_access_type="tail", n=1), timeout=10)["status"] == "ok"
    assert busy.reply(client.kernel_info(), timeout=10)["status"] == "ok"
    assert busy.reply(client.comm_info(), timeout=10)["status"] == "ok"


def test_completion_is_as_quick_as_while_idle(kernel):
    def complete():
        kernel.reply(kernel.client.complete("Math.ma"))
    seconds(complete, 20)
    idle = seconds(complete)
    msg_id = kernel.send("Thread.sleep(60_000);")
    time.sleep(0.3)
    while_busy = seconds(complete)
    kernel.interrupt()
    kernel.collect(msg_id)
    assert while_busy < 3 * idle + 0.05, (idle, while_busy)


def test_the_kernel_still_says_busy_after_it_has_answered_aside(busy):
    busy.reply(busy.client.complete("Math.ma"))
    states = []
    while "idle" not in states[:-1]:
        message = busy.client.get_iopub_msg(timeout=5)
        if message["msg_type"] == "status":
            states.append(message["content"]["execution_state"])
    assert states[-1] == "busy"


def test_subshells_are_created_listed_and_deleted(kernel):
    assert "kernel subshells" in kernel.reply(kernel.client.kernel_info())["supported_features"]
    one, two = create_subshell(kernel), create_subshell(kernel)
    assert set(kernel.control("list_subshell_request")["subshell_id"]) == {one, two}
    for subshell in [one, two]:
        assert kernel.control("delete_subshell_request", {"subshell_id": subshell})["status"] == "ok"
    assert kernel.control("list_subshell_request")["subshell_id"] == []
    assert kernel.control("delete_subshell_request", {"subshell_id": one})["status"] == "error"
    count = kernel.run("1").reply["execution_count"]
    lost = kernel.reply(execute_in(kernel, one, "1"))
    assert (lost["ename"], lost["execution_count"]) == ("NoSuchSubshell", count)


def test_a_subshell_runs_cells_while_the_main_shell_does(kernel):
    kernel.run("int shared = 20;")
    subshell = create_subshell(kernel)
    main = kernel.send('System.out.print("main "); Thread.sleep(1500); System.out.print("end"); "from main"')
    time.sleep(0.3)
    start = time.monotonic()
    side = kernel.collect(execute_in(kernel, subshell, 'System.out.print("side"); shared + 1'))
    assert time.monotonic() - start < 1.2
    assert (side.text, side.stream()) == ("21", "side")
    result = kernel.collect_late(main)
    assert result.text == "from main"
    assert result.stream() == "main end"
    kernel.control("delete_subshell_request", {"subshell_id": subshell})


def test_an_event_for_a_subshell_does_not_wait_for_the_cell(kernel):
    """JupyterLab gives the widgets a subshell: a button can stop what a cell does."""
    kernel.run('volatile boolean wanted = true;\nvar stop = button("stop").onClick(() -> { wanted = false; });')
    comms = kernel.reply(kernel.client.comm_info())["comms"]
    subshell = create_subshell(kernel)
    main = kernel.send("while (wanted) Thread.sleep(10);")
    time.sleep(0.3)
    for comm in comms:
        send_to(kernel, subshell, "comm_msg", {"comm_id": comm, "data": {"method": "custom", "content": {"event": "click"}}})
    assert kernel.collect(main, timeout=10).status == "ok"
    kernel.control("delete_subshell_request", {"subshell_id": subshell})


def test_an_error_in_a_subshell_aborts_only_what_waits_there(kernel):
    subshell = create_subshell(kernel)
    main = kernel.send("Thread.sleep(800); 5")
    failing = execute_in(kernel, subshell, 'Thread.sleep(200); throw new RuntimeException("x");')
    waiting = execute_in(kernel, subshell, "1")
    queued = kernel.send("6")
    replies = {}
    while len(replies) < 4:
        message = kernel.client.get_shell_msg(timeout=10)
        replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
    assert [replies[i] for i in [main, failing, waiting, queued]] == ["ok", "error", "aborted", "ok"]
    kernel.control("delete_subshell_request", {"subshell_id": subshell})


def test_an_interrupt_stops_the_cells_of_all_shells(kernel):
    subshell = create_subshell(kernel)
    side = execute_in(kernel, subshell, "while (true);")
    main = kernel.send("while (true);")
    time.sleep(0.6)
    kernel.interrupt()
    replies = {}
    while len(replies) < 2:
        message = kernel.client.get_shell_msg(timeout=10)
        replies[message["parent_header"]["msg_id"]] = message["content"].get("ename")
    assert replies == {side: "Interrupted", main: "Interrupted"}
    kernel.control("delete_subshell_request", {"subshell_id": subshell})
    assert kernel.run("6 * 7").text == "42"
