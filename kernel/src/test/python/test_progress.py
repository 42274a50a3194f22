"""Bars and live displays, as a front end receives them."""
import time

import pytest


def shown(result):
    """The display ids in order, and the last text of each."""
    last = {}
    for message in result.messages:
        if message["msg_type"] in ("display_data", "update_display_data"):
            last[message["content"]["transient"]["display_id"]] = message["content"]["data"]["text/plain"]
    return list(last.values())


def updates(result):
    return result.of_type("update_display_data")


def test_a_loop_has_one_bar_that_ends_full(kernel):
    result = kernel.run('long sum = 0; for (int i : progress(50).label("steps")) sum += i;')
    (text,) = shown(result)
    assert text.startswith("steps [########################] 50/50  100%")
    assert "<script" not in result.of_type("display_data")[0]["data"]["text/html"]
    assert kernel.run("sum").text == "1225"


def test_a_fast_loop_costs_next_to_nothing_and_is_drawn_ten_times_a_second_at_most(kernel):
    start = time.monotonic()
    result = kernel.run("long n = 0; for (int i : progress(3_000_000)) n++;", timeout=60)
    seconds = time.monotonic() - start
    assert len(updates(result)) <= 10 * seconds + 2
    assert shown(result)[0].startswith("[########################] 3000000/3000000")


def test_metrics_of_a_training_loop_are_beside_the_bar(kernel):
    result = kernel.run("""
        var bar = progress(List.of("a", "b", "c"));
        for (var batch : bar) { Thread.sleep(120); bar.metric("loss", 0.25).metric("norm", ones(1)).metric("batch", 7); }""")
    (text,) = shown(result)
    assert text.endswith("loss 0.2500  norm 1.000  batch 7") and "3/3" in text
    assert any("1/3  33%" in c["data"]["text/plain"] and " < " in c["data"]["text/plain"] for c in updates(result))


def test_inner_loops_share_the_output_and_leave_only_the_outer_bar(kernel):
    result = kernel.run("for (int i : progress(2).label(\"outer\")) for (int j : progress(3).label(\"inner\")) Thread.sleep(60);")
    (text,) = shown(result)
    assert text.startswith("outer [####") and "\n" not in text
    both = [c["data"]["text/plain"] for c in updates(result) if "inner" in c["data"]["text/plain"]]
    assert both and all(t.splitlines()[0].startswith("outer") and len(t.splitlines()) == 2 for t in both)


def test_an_interrupted_loop_shows_where_it_stopped(kernel):
    cell = kernel.send("for (int i : progress(1000)) Thread.sleep(20);")
    time.sleep(1)
    kernel.interrupt()
    result = kernel.collect(cell, timeout=5)
    assert result.reply["ename"] == "Interrupted"
    (text,) = shown(result)
    assert text.endswith("stopped") and 0 < int(text.split("] ")[1].split("/")[0]) < 200
    assert shown(kernel.run("for (int i : progress(3)) { }"))[0].startswith("[########################] 3/3")


def test_loops_that_are_left_early_leave_no_trace_in_later_ones(kernel):
    for leave in ("break;", 'if (true) throw new IllegalStateException("x");'):
        result = kernel.run(f"for (int i : progress(9)) {{ if (i == 4) {{ {leave} }} }}")
        assert "4/9" in shown(result)[0] and shown(result)[0].endswith("stopped")
    (text,) = shown(kernel.run("for (int i : progress(3)) for (int j : progress(9)) { if (j == 1) break; }"))
    assert "3/3" in text


def test_streams_have_bars_too(kernel):
    result = kernel.run("progress(IntStream.range(0, 40).boxed()).mapToInt(i -> i).sum()")
    assert result.text == "780"
    assert "40/40" in shown(result)[0]
    early = kernel.run("progress(Stream.iterate(1, i -> i + 1)).filter(i -> i > 5).findFirst().get()")
    assert early.text == "6" and shown(early)[0].endswith("stopped")
    assert kernel.run("progress(IntStream.range(0, 10_000).boxed().parallel()).mapToInt(i -> i).sum()").text == "49995000"


@pytest.mark.parametrize("loop", [
    'for (String s : progress(new String[] {"a", "b", "c"})) { }',
    "progress(IntStream.range(0, 3)).sum();",
    "progress(LongStream.range(0, 3)).sum();",
    "progress(DoubleStream.of(1, 2, 3)).sum();",
])
def test_a_loop_over_what_has_a_length_says_how_far_it_is(kernel, loop):
    assert shown(kernel.run(loop))[0].startswith("[########################] 3/3  100%")


def test_a_loop_over_an_iterator_counts(kernel):
    assert shown(kernel.run("for (int i : progress(List.of(1, 2, 3).iterator())) { }"))[0].startswith("[########################] 3  0:00")


def test_loops_in_several_threads_have_a_bar_each(kernel):
    result = kernel.run("""
        var workers = new ArrayList<Thread>();
        for (int n : List.of(3, 1, 2)) workers.add(Thread.ofPlatform().start(() -> {
            for (int i : progress(5).label("worker " + n)) try { Thread.sleep(40 * n); } catch (InterruptedException e) { }
        }));
        for (var worker : workers) worker.join();""")
    bars = sorted(shown(result))
    assert [bar.split("]")[0] for bar in bars] == [f"worker {n} [########################" for n in (1, 2, 3)]
    assert all("5/5  100%" in bar for bar in bars)


def test_a_loop_in_a_thread_goes_on_when_its_cell_is_over(kernel):
    cell = kernel.send('Thread.ofPlatform().start(() -> { for (int i : progress(8)) try { Thread.sleep(100); } catch (InterruptedException e) { } });')
    assert "stopped" not in shown(kernel.collect(cell))[0]
    time.sleep(1.2)
    kernel.run("1")
    late = [m["content"]["data"]["text/plain"] for m in kernel.other
            if m["parent_header"].get("msg_id") == cell and m["msg_type"] == "update_display_data"]
    assert "8/8  100%" in late[-1]


def test_what_a_step_costs_is_nothing_beside_what_it_does(kernel):
    """Metrics too, which are written only when they are drawn."""
    code = """long start = System.nanoTime(); var bar = progress(1_000_000);
        for (int i : bar) bar.metric("loss", 0.5 * i); (System.nanoTime() - start) / 1_000_000"""
    assert min(int(kernel.run(code, timeout=60).text) for _ in range(3)) < 2000


def test_a_chart_is_shown_again_in_its_place(kernel):
    """Few times however often it is asked for, and its last state in any case."""
    result = kernel.run("""
        var chart = live();
        var losses = new ArrayList<Double>();
        for (int i = 0; i < 200; i++) {
            losses.add(1.0 / (i + 1));
            Thread.sleep(2);
            chart.show(() -> Charts.line("after " + losses.size(), "step", "loss", losses.stream().mapToDouble(x -> x).toArray()));
        }""", timeout=60)
    assert result.status == "ok", result.traceback
    (text,) = shown(result)
    assert text == "XYChart after 200"
    assert len(updates(result)) < 100
    assert "image/png" in updates(result)[-1]["data"]


def test_a_live_value_that_cannot_be_drawn_fails_where_it_is_shown(kernel):
    result = kernel.run('live().show(() -> { throw new IllegalStateException("no value"); });')
    assert result.reply["ename"] == "java.lang.IllegalStateException"
    assert kernel.run("1").text == "1"
