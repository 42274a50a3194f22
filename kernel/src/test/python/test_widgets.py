"""The widget protocol as a front end speaks it, and the variable explorer's comm."""
import queue
import time

import pytest

VIEW = "application/vnd.jupyter.widget-view+json"


class Page:
    """The models that a page has made of the kernel's comm messages, by id."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.models = {}
        self.messages = []
        self.elsewhere = []  # what came meanwhile that other messages, such as earlier cells, are the parents of

    def run(self, code):
        result = self.kernel.run(code)
        assert result.status == "ok", result.traceback
        self.see(result.messages)
        self.cell = result.messages[0]["parent_header"]["msg_id"]
        return result

    def added(self):
        """What has been added to the outputs of the last cell since somebody asked."""
        found = [m for m in self.elsewhere if m["parent_header"].get("msg_id") == self.cell]
        self.elsewhere.clear()
        return found

    def see(self, messages):
        for message in messages:
            content = message["content"]
            if message["msg_type"] == "comm_open":
                assert content["target_name"] == "jupyter.widget"
                assert message["metadata"]["version"] == "2.1.0"
                self.models[content["comm_id"]] = content["data"]["state"]
            elif message["msg_type"] == "comm_msg":
                self.messages.append(content)
                if content["data"].get("method") == "update" and content["comm_id"] in self.models:
                    self.models[content["comm_id"]].update(content["data"]["state"])

    def send(self, msg_type, content):
        """Sends a comm message and gives all that came of it."""
        message = self.kernel.client.session.msg(msg_type, content)
        self.kernel.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def wait(self, msg_id, timeout=20):
        got, deadline = [], time.monotonic() + timeout
        while True:
            try:
                message = self.kernel.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"not idle after {timeout} s") from None
            if message["parent_header"].get("msg_id") != msg_id:
                self.elsewhere.append(message)
                continue
            got.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                self.see(got)
                return got

    def update(self, model, **state):
        return self.wait(self.send("comm_msg", {"comm_id": model, "data": {"method": "update", "state": state, "buffer_paths": []}}))

    def click(self, button):
        return self.send("comm_msg", {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}})

    def of(self, name):
        """The id of the last model of a class."""
        return [each for each, state in self.models.items() if state["_model_name"] == name][-1]


def printed(messages, stream="stdout"):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == stream)


def test_a_widget_is_shown_as_a_view_of_its_model(kernel):
    page = Page(kernel)
    result = page.run('var rank = intSlider("rank", 1, 64, 8);\nrank')
    shown = result.of_type("execute_result")[0]["data"]
    assert shown[VIEW] == {"version_major": 2, "version_minor": 0, "model_id": page.of("IntSliderModel")}
    assert shown["text/plain"] == "IntSlider(rank = 8)"
    state = page.models[page.of("IntSliderModel")]
    assert (state["min"], state["max"], state["value"], state["description"]) == (1, 64, 8, "rank")
    assert state["layout"] == "IPY_MODEL_" + page.of("LayoutModel") or state["layout"][10:] in page.models
    assert state["style"][10:] in page.models


def test_values_go_both_ways(kernel):
    page = Page(kernel)
    page.run('var both = intSlider("n", 0, 10, 3);\nboth.onChange(n -> System.out.println("now " + n));')
    model = page.of("IntSliderModel")
    page.update(model, value=7)
    assert printed(page.added()) == "now 7\n"
    assert kernel.run("both.value()").text == "7"
    page.run("both.value(2);")
    assert page.models[model]["value"] == 2
    wrong = kernel.run("both.value(11)")
    assert wrong.reply["ename"] == "java.lang.IllegalArgumentException" and "between 0.0 and 10.0" in wrong.reply["evalue"]


def test_every_control_has_its_value(kernel):
    page = Page(kernel)
    page.run('''var check = checkbox("on", false); var field = textField("name", "a"); var real = floatSlider("x", 0, 1, 0.5);
        var choice = dropdown("of", Map.of("one", 1)); var list = dropdown("of", List.of("a", "b"));''')
    page.update(page.of("CheckboxModel"), value=True)
    page.update(page.of("TextModel"), value="Zoë")
    page.update(page.of("FloatSliderModel"), value=0.25)
    page.update(page.of("DropdownModel"), index=1)
    assert kernel.run('check.value() + " " + field.value() + " " + real.value() + " " + choice.value() + " " + list.value()').text == "true Zoë 0.25 1 b"


def test_a_click_runs_what_the_button_is_for(kernel):
    page = Page(kernel)
    page.run('int clicks = 0;\nvar go = button("go").onClick(() -> clicks++);\nvar text = htmlText("<b>0</b>"); go.onClick(() -> text.value("<b>" + clicks + "</b>"));')
    page.wait(page.click(page.of("ButtonModel")))
    page.wait(page.click(page.of("ButtonModel")))
    assert kernel.run("clicks").text == "2"
    assert page.models[page.of("HTMLModel")]["value"] == "<b>2</b>"


def test_events_wait_for_the_cell_that_runs(kernel):
    page = Page(kernel)
    page.run('var seen = new ArrayList<Integer>(); var s = intSlider("s", 0, 9, 0).onChange(seen::add);')
    cell = kernel.send("Thread.sleep(600); seen.size()")
    time.sleep(0.1)
    for value in (3, 4):
        page.send("comm_msg", {"comm_id": page.of("IntSliderModel"), "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}})
    assert kernel.collect(cell).text == "0"
    assert kernel.run("seen").text == "[3, 4]"


def test_what_a_listener_shows_and_throws_is_shown_by_the_cell_that_added_it(kernel):
    """A front end drops what has an event's message as its parent."""
    page = Page(kernel)
    page.run("""var speak = button("speak")
            .onClick(() -> { System.out.println("clicked"); display("a display"); })
            .onClick(() -> { throw new IllegalStateException("first"); })
            .onClick(() -> zeros(2, 3).matmul(zeros(2, 3)))
            .onClick(() -> new Thread(() -> System.out.println("from a thread")).start());""")
    event = page.wait(page.click(page.of("ButtonModel")))
    time.sleep(0.2)
    event += page.wait(page.click("nothing"))
    shown = page.added()
    assert printed(shown) == "clicked\nfrom a thread\n" and not printed(event) + printed(event, "stderr")
    errors = [m["content"] for m in shown if m["msg_type"] == "error"]
    assert errors[0]["ename"] == "java.lang.IllegalStateException" and "matmul" in errors[1]["evalue"]
    assert "Cell" in errors[0]["traceback"][1]
    assert ["a display" in str(m["content"]) for m in shown if m["msg_type"] == "display_data"] == [True, False]


def test_an_endless_listener_can_be_stopped_and_says_so_at_once(kernel):
    """Without a heartbeat: for a thread that is interrupted ZeroMQ would send nothing, and nothing else wakes the kernel."""
    page = Page(kernel)
    page.run('var endless = button("endless").onClick(() -> { while (true) { } });')
    running = page.click(page.of("ButtonModel"))
    kernel.client.hb_channel.pause()
    try:
        time.sleep(2)
        kernel.interrupt()
        page.wait(running, timeout=5)
    finally:
        kernel.client.hb_channel.unpause()
    (error,) = [m["content"] for m in page.added() if m["msg_type"] == "error"]
    assert error["ename"] == "Interrupted" and "stopped at Cell" in error["evalue"]
    assert kernel.run("1").text == "1"


def test_controls_that_set_each_other_come_to_rest(kernel):
    page = Page(kernel)
    page.run('''var one = intSlider("one", 0, 10, 1); var two = intSlider("two", 0, 10, 1);
        one.onChange(two::value); two.onChange(one::value);''')
    first, second = [each for each, state in page.models.items() if state["_model_name"] == "IntSliderModel"][-2:]
    page.update(first, value=5)
    assert page.models[second]["value"] == 5
    page.update(second, value=7)
    assert page.models[first]["value"] == 7


def test_pages_that_show_the_same_widget_hear_of_one_anothers_changes(kernel):
    page = Page(kernel)
    page.run('var shared = intSlider("shared", 0, 10, 1);')
    echoes = [m["content"]["data"] for m in page.update(page.of("IntSliderModel"), value=4) if m["msg_type"] == "comm_msg"]
    assert echoes == [{"method": "echo_update", "state": {"value": 4}, "buffer_paths": []}]


@pytest.mark.parametrize("made, model, key, wrong", [
    ('intSlider("n", 0, 10, 3)', "IntSliderModel", "value", 11),
    ('intSlider("n", 0, 10, 3)', "IntSliderModel", "value", "three"),
    ('floatSlider("x", 0, 1, 0.5)', "FloatSliderModel", "value", -0.5),
    ('dropdown("of", List.of("a", "b"))', "DropdownModel", "index", None),
    ('dropdown("of", List.of("a", "b"))', "DropdownModel", "index", 2),
    ('checkbox("on", true)', "CheckboxModel", "value", "yes"),
    ('textField("name", "a")', "TextModel", "value", [1]),
])
def test_a_value_that_a_control_cannot_have_is_taken_back(kernel, made, model, key, wrong):
    page = Page(kernel)
    page.run(f"var strict = {made};")
    before = kernel.run("strict.value()").text
    right = page.models[page.of(model)][key]
    messages = page.update(page.of(model), **{key: wrong})
    assert messages[-2]["content"]["data"] == {"method": "update", "state": {key: right}, "buffer_paths": []}
    assert kernel.run("strict.value()").text == before


def test_options_that_look_alike_are_all_there(kernel):
    page = Page(kernel)
    page.run('var alike = dropdown("of", List.of(1.0f, 1.0, 2.0));')
    assert page.models[page.of("DropdownModel")]["_options_labels"] == ["1.0", "1.0", "2.0"]
    page.update(page.of("DropdownModel"), index=1)
    assert kernel.run("alike.value() instanceof Double").text == "true"


def test_interact_shows_the_result_for_each_value(kernel):
    page = Page(kernel)
    cell = page.run('interact(n -> "n squared is " + n * n, intSlider("n", 0, 10, 3))')
    assert cell.text == "VBox(IntSlider(n = 3), Output(n squared is 9))", "for those who see no widgets"
    outputs = lambda: page.models[page.of("OutputModel")]["outputs"]  # noqa: E731
    assert outputs()[0]["data"]["text/plain"] == "n squared is 9"
    page.update(page.of("IntSliderModel"), value=5)
    assert [o["data"]["text/plain"] for o in outputs()] == ["n squared is 25"]
    box = page.models[page.of("VBoxModel")]
    assert box["children"] == ["IPY_MODEL_" + page.of("IntSliderModel"), "IPY_MODEL_" + page.of("OutputModel")]


def test_interact_shows_what_the_function_prints_displays_and_throws(kernel):
    page = Page(kernel)
    cell = page.run("""interact(n -> {
            System.out.println("printed " + n);
            var shown = display("displayed");
            if (n > 5) throw new IllegalStateException("too large");
            updateDisplay(shown, "changed");
            System.err.println("warned");
            return n == 5 ? null : n; }, intSlider("n", 0, 10, 3))""")
    assert not cell.stream() and not cell.of_type("display_data")
    outputs = lambda: [o.get("text") or o.get("evalue") or o["data"]["text/plain"] for o in page.models[page.of("OutputModel")]["outputs"]]  # noqa: E731
    assert outputs() == ["printed 3\n", "changed", "warned\n", "3"]
    page.update(page.of("IntSliderModel"), value=5)
    assert outputs() == ["printed 5\n", "changed", "warned\n"]
    page.update(page.of("IntSliderModel"), value=6)
    assert outputs() == ["printed 6\n", "displayed", "too large"]


def test_interact_that_is_stopped_says_so_once(kernel):
    page = Page(kernel)
    page.run("interact(n -> { while (n > 3) { } return n; }, intSlider(\"n\", 0, 10, 3))")
    running = page.send("comm_msg", {"comm_id": page.of("IntSliderModel"), "data": {"method": "update", "state": {"value": 4}, "buffer_paths": []}})
    time.sleep(0.5)
    kernel.interrupt()
    page.wait(running)
    assert not [m for m in page.added() if m["msg_type"] == "error"]
    assert [o["ename"] for o in page.models[page.of("OutputModel")]["outputs"]] == ["Interrupted"]


def test_interact_shows_a_slow_function_at_work(kernel):
    page = Page(kernel)
    page.run("void pause() { try { Thread.sleep(150); } catch (InterruptedException e) { throw new IllegalStateException(e); } }")
    page.run("""interact((a, b, c, d) -> {
            if (a == 1) for (int i : progress(6)) pause();
            return a + " " + b + " " + c + " " + d;
        }, intSlider("a", 0, 1, 0), floatSlider("b", 0, 1, 0.5), checkbox("c", true), textField("d", "x"))""")
    changes = [m["content"]["data"]["state"]["outputs"] for m in page.update(page.of("IntSliderModel"), value=1)
               if m["content"].get("comm_id") == page.of("OutputModel")]
    bars = [outputs[0]["data"]["text/plain"] for outputs in changes]
    assert 3 <= len(bars) < 20 and any("  50%" in bar or "  33%" in bar for bar in bars) and "6/6  100%" in bars[-1]
    assert [outputs[1]["data"]["text/plain"] for outputs in changes[-1:]] == ["1 0.5 true x"]


def test_a_long_label_is_shown_whole_and_any_list_of_widgets_in_a_box(kernel):
    page = Page(kernel)
    page.run('vbox(Stream.of("short", "a label that is long").map(label -> intSlider(label, 0, 9, 1)).toList())')
    widths = {state["description"]: page.models[state["style"][10:]].get("description_width")
              for state in page.models.values() if state["_model_name"] == "IntSliderModel"}
    assert widths == {"short": None, "a label that is long": "initial"}
    assert len(page.models[page.of("VBoxModel")]["children"]) == 2


def test_an_output_captures_what_code_shows(kernel):
    page = Page(kernel)
    page.run("""var log = output();
        log.capture(() -> { for (int i = 0; i < 3; i++) System.out.println("line " + i); });
        log.capture(() -> { System.out.println("gone"); clearOutput(true); System.out.println("stays"); });
        log.append(ones(2));""")
    text, array = page.models[page.of("OutputModel")]["outputs"]
    assert text == {"output_type": "stream", "name": "stdout", "text": "stays\n"}
    assert array["output_type"] == "display_data" and "text/html" in array["data"]
    page.run("log.clear();")
    assert page.models[page.of("OutputModel")]["outputs"] == []


def test_the_filter_of_a_tree_view_is_chosen_live(kernel):
    page = Page(kernel)
    page.run("""var mlp = MLP.of(2, 1, 8, 1, Key.of(0));
        interact(filter -> view(mlp).partition(filter), dropdown("trainable",
            new TreeMap<String, Filter>(Map.of("all", Filter.isArray(), "bias only", (Filter) (path, leaf) -> path.toString().endsWith("bias()")))))""")
    tree = lambda: page.models[page.of("OutputModel")]["outputs"][0]["data"]  # noqa: E731
    everything = tree()["text/plain"]
    assert "text/html" in tree()
    page.update(page.of("DropdownModel"), index=1)
    assert tree()["text/plain"] != everything and "frozen" in tree()["text/plain"] and "trainable 9 params" in tree()["text/plain"]


def test_a_page_that_is_loaded_again_finds_all_widgets(kernel):
    page = Page(kernel)
    page.run('var kept = intSlider("kept", 0, 10, 4);')
    model = page.of("IntSliderModel")
    page.update(model, value=6)
    page.wait(page.send("comm_open", {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}))
    page.wait(page.send("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}}))
    states = page.messages[-1]["data"]["states"]
    assert states[model]["model_name"] == "IntSliderModel" and states[model]["state"]["value"] == 6
    assert page.models.keys() <= states.keys()
    page.messages.clear()
    page.wait(page.send("comm_msg", {"comm_id": model, "data": {"method": "request_state"}}))
    assert page.messages[0]["data"]["state"]["value"] == 6


def test_the_variable_explorer_lists_and_shows(kernel):
    page = Page(kernel)
    page.run('var weights = ones(4, 5); List<String> words = List.of("a", "b"); var long_text = "x".repeat(500);')
    page.wait(page.send("comm_open", {"comm_id": "explorer", "target_name": "solstice.variables", "data": {}}))
    ask = lambda **data: (page.wait(page.send("comm_msg", {"comm_id": "explorer", "data": data})), page.messages[-1]["data"])[1]  # noqa: E731
    listed = {v["name"]: v for v in ask(method="list")["variables"]}
    assert listed["weights"]["type"] == "Array" and listed["weights"]["size"] == 80 and listed["weights"]["summary"] == "float32[4,5]"
    assert listed["words"] == {"name": "words", "type": "List<String>", "summary": "[a, b]", "size": 0}
    assert len(listed["long_text"]["summary"]) == 120
    details = ask(method="details", name="weights")
    assert details["name"] == "weights" and "text/html" in details["data"] and "text/plain" in details["data"]
    assert "nothing" in ask(method="details", name="nothing")["message"]
    assert [ask(**wrong)["method"] for wrong in ({}, {"method": "dance"}, {"method": None}, {"method": ["list"]}, {"method": "details", "name": None})] == ["error"] * 5


def test_the_variable_explorer_lists_what_cannot_be_shown(kernel):
    page = Page(kernel)
    page.run('''var bad = new Object() { public String toString() { throw new StackOverflowError("in toString"); } };
        Object absent = null; var counts = new int[] {1, 2, 3};''')
    page.wait(page.send("comm_open", {"comm_id": "second", "target_name": "solstice.variables", "data": {}}))
    ask = lambda **data: (page.wait(page.send("comm_msg", {"comm_id": "second", "data": data})), page.messages[-1]["data"])[1]  # noqa: E731
    listed = {v["name"]: v["summary"] for v in ask(method="list")["variables"]}
    assert "StackOverflowError: in toString" in listed["bad"]
    assert listed["absent"] == "null" and listed["counts"] == "[1, 2, 3]"
    assert "StackOverflowError: in toString" in ask(method="details", name="bad")["message"]
