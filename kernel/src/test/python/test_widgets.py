"""The widget protocol as a front end speaks it, and the variable explorer's comm."""
import queue
import time

VIEW = "application/vnd.jupyter.widget-view+json"


class Page:
    """The models that a page has made of the kernel's comm messages, by id."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.models = {}
        self.messages = []

    def run(self, code):
        result = self.kernel.run(code)
        assert result.status == "ok", result.traceback
        self.see(result.messages)
        return result

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
                continue
            got.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                self.see(got)
                return got

    def update(self, model, **state):
        return self.wait(self.send("comm_msg", {"comm_id": model, "data": {"method": "update", "state": state, "buffer_paths": []}}))

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
    assert printed(page.update(model, value=7)) == "now 7\n"
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
    click = {"comm_id": page.of("ButtonModel"), "data": {"method": "custom", "content": {"event": "click"}}}
    page.wait(page.send("comm_msg", click))
    page.wait(page.send("comm_msg", click))
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


def test_a_failing_or_endless_event_does_not_harm_the_kernel(kernel):
    page = Page(kernel)
    page.run('var bad = button("bad").onClick(() -> { throw new IllegalStateException("clicked"); });')
    click = lambda: page.send("comm_msg", {"comm_id": page.of("ButtonModel"), "data": {"method": "custom", "content": {"event": "click"}}})  # noqa: E731
    assert "IllegalStateException" in printed(page.wait(click()), "stderr")
    page.run('var endless = button("endless").onClick(() -> { while (true) { } });')
    running = click()
    time.sleep(0.5)
    kernel.interrupt()
    assert "interrupted" in printed(page.wait(running, timeout=5), "stderr")
    assert kernel.run("1").text == "1"


def test_interact_shows_the_result_for_each_value(kernel):
    page = Page(kernel)
    page.run('interact(n -> "n squared is " + n * n, intSlider("n", 0, 10, 3))')
    outputs = lambda: page.models[page.of("OutputModel")]["outputs"]  # noqa: E731
    assert outputs()[0]["data"]["text/plain"] == "n squared is 9"
    page.update(page.of("IntSliderModel"), value=5)
    assert [o["data"]["text/plain"] for o in outputs()] == ["n squared is 25"]
    box = page.models[page.of("VBoxModel")]
    assert box["children"] == ["IPY_MODEL_" + page.of("IntSliderModel"), "IPY_MODEL_" + page.of("OutputModel")]


def test_the_filter_of_a_tree_view_is_chosen_live(kernel):
    page = Page(kernel)
    page.run("""var mlp = MLP.of(2, 1, 8, 1, Key.of(0));
        interact(filter -> view(mlp).partition(filter), dropdown("trainable",
            new TreeMap<String, Filter>(Map.of("all", Filter.isArray(), "bias only", (Filter) (path, leaf) -> path.toString().endsWith("bias")))))""")
    tree = lambda: page.models[page.of("OutputModel")]["outputs"][0]["data"]  # noqa: E731
    everything = tree()["text/plain"]
    assert "text/html" in tree()
    page.update(page.of("DropdownModel"), index=1)
    assert tree()["text/plain"] != everything and "frozen" in tree()["text/plain"]


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
    assert ask(method="dance")["method"] == "error"
