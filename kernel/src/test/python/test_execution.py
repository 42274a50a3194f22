"""What a cell may contain and what comes of it, through a real jupyter_client."""
import time

import pytest


def test_the_last_expression_is_shown(kernel):
    assert kernel.run("1 + 1").text == "2"


def test_declarations_and_null_show_nothing(kernel):
    for code in ["int silentInt = 1;", "String nothing = null;", "nothing", "", "// only a comment", "System.out.flush();"]:
        result = kernel.run(code)
        assert (code, result.status, result.text) == (code, "ok", None)


def test_java_arrays_are_shown_by_content(kernel):
    assert kernel.run("new int[] {1, 2, 3}").text == "[1, 2, 3]"
    assert kernel.run("new float[][] {{1, 2}, {3}}").text == "[[1.0, 2.0], [3.0]]"
    assert kernel.run("new int[2_000_000]").text.endswith("... (2000000 elements)]")


def test_values_that_say_nothing_or_contain_themselves_are_shown(kernel):
    assert kernel.run("new Object() { public String toString() { return null; } }").text == "null"
    assert kernel.run("var within = new Object[] {1, null}; within[1] = within; within").text == "[1, [...]]"


def test_the_result_is_the_object_and_not_its_string(kernel):
    """A value whose toString is expensive or broken is not touched unless it is shown."""
    kernel.run("class Shy { public String toString() { throw new IllegalStateException(\"not me\"); } }\nvar shy = new Shy();")
    assert kernel.run("var other = shy;").status == "ok"
    result = kernel.run("shy")
    assert result.status == "error"
    assert result.reply["ename"] == "java.lang.IllegalStateException"


def test_several_statements_and_mutually_dependent_classes_in_one_cell(kernel):
    code = """
    sealed interface Shape permits Circle, Square {}
    record Circle(double radius) implements Shape {}
    record Square(double side) implements Shape {}
    double area(Shape shape) {
        return switch (shape) {
            case Circle(var r) -> 3 * r * r;
            case Square(var s) -> s * s;
        };
    }
    record Even(int n) { boolean test() { return n == 0 || new Odd(n - 1).test(); } }
    record Odd(int n) { boolean test() { return n != 0 && new Even(n - 1).test(); } }
    System.out.println(new Even(4).test());
    area(new Circle(2)) + area(new Square(1))
    """
    result = kernel.run(code)
    assert result.status == "ok", result.traceback
    assert result.stream() == "true\n"
    assert result.text == "13.0"


@pytest.mark.parametrize("constructor", [
    "Range { if (from > to) throw new IllegalArgumentException(); }",
    "Range(int from, int to) { this.from = from; this.to = to; }",
    "@Deprecated Range(int from, int to) { this.from = from; this.to = to; }",
    "Range(int to) { this(0, to); }",
    "public Range { }",
])
def test_a_record_may_have_its_own_constructor(kernel, constructor):
    """JShell makes records public and then wants their canonical constructors public too."""
    result = kernel.run(f"record Range(int from, int to) {{ {constructor} }}\nnew Range(2, 3)")
    assert result.text == "Range[from=2, to=3]", result.traceback
    assert constructor in str(kernel.run("Range??").reply)


def test_an_error_in_a_records_constructor_is_pointed_at(kernel):
    result = kernel.run('record Range(int from, int to) { Range { int n = "x"; } Range(int to) { this(0, "y"); } }')
    carets = [line for line in result.traceback.split("\n") if "^" in line]
    lines = [line for line in result.traceback.split("\n") if line.startswith("-->")]
    assert [line[caret.index("^"):caret.rindex("^") + 1] for line, caret in zip(lines, carets)][0] == '"x"'


def test_running_an_unchanged_class_again_keeps_its_variables(kernel):
    kernel.run("record Kept(int a) {}")
    kernel.run("var kept = new Kept(3);")
    assert kernel.run("record Kept(int a) {}").status == "ok"
    assert kernel.run("kept").text == "Kept[a=3]"


def test_variables_keep_their_values_when_what_made_them_is_edited(kernel):
    """JShell sets them to null or zero."""
    kernel.run("int train(int n) { return n; }\nvar trained = train(3); var list = List.of(trained);")
    kernel.run("int train(int n) { return n + 1; }")
    assert kernel.run("trained").text == "3"
    kernel.run("var trained = 10;")
    assert kernel.run("list").text == "[3]"


def test_a_sealed_hierarchy_can_be_edited(kernel):
    def cell(types):
        return "\n".join([f"sealed interface Expression permits {', '.join(types)} {{",
                          "    default String name() { return switch (this) {",
                          *[f'        case {t} x -> "{t}";' for t in types], "    }; }", "}",
                          *[f"record {t}(int value) implements Expression {{}}" for t in types],
                          f"new {types[-1]}(1).name()"])
    for types in [["Number1", "Sum"], ["Number1", "Sum", "Product"], ["Number1", "Sum", "Product"]]:
        result = kernel.run(cell(types))
        assert result.text == types[-1], result.traceback


def test_declaring_a_class_anew_says_which_variables_are_gone(kernel):
    kernel.run("record Model(int a) {}\nvar model = new Model(3);")
    result = kernel.run("record Model(int a, int b) {}")
    assert "model has lost its value, because Model was declared anew" in result.stream("stderr")
    result = kernel.run("record Model(int a) {}\nthrow new RuntimeException();")
    assert kernel.run("var model = new Model(1); model").text == "Model[a=1]"
    result = kernel.run("record Model(int a, int b) {}\nthrow new RuntimeException();")
    assert "model has lost its value" in result.stream("stderr"), "also when the cell fails later"
    assert kernel.run("var model = new Model(1, 2); model").text == "Model[a=1, b=2]"


def test_a_variable_keeps_its_value_when_its_new_declaration_fails(kernel):
    kernel.run('int fails() { throw new IllegalStateException(); }\nint size; size = 3; int twice() { return 2 * size; }'
               '\nvar names = List.of("a"); final int[] numbers = {1, 2};')
    for again in ['int size = "s";', "Missing size = 1;", "int size = missing();", "int size = fails();", "int size = 4 + fails();",
                  "var size = List.of(fails());", "int size = 4 / 0;", "int size"] * 2:
        assert kernel.run(again).status == ("ok" if again == "int size" else "error"), again
        if again == "int size":
            kernel.run("size = 3;")
        assert kernel.run("size + twice()").text == "9", again
    for again in ['List<String> names = "s";', "String names = names.get(7);", "List<String> names = List.of(String.valueOf(fails()));"] * 2:
        assert kernel.run(again).status == "error"
        assert kernel.run("names.getFirst()").text == "a", again
    assert kernel.run('int numbers = "s";').status == "error"
    assert kernel.run("numbers[1]").text == "2"
    assert kernel.run('int size = 5, other = "s";').status == "error"
    assert kernel.run("twice()").text == "10", "what stands before the failure has happened"
    assert kernel.run("int size = 6;").status == "ok"
    assert kernel.run("twice()").text == "12"


def test_a_variable_keeps_its_value_when_its_new_declaration_is_interrupted(kernel):
    kernel.run("var model = 3;")
    cell = kernel.send("int model = java.util.stream.IntStream.generate(() -> 1).sum();")
    time.sleep(1)
    kernel.interrupt()
    assert kernel.collect(cell).status == "error"
    assert kernel.run("model").text == "3"


def test_a_variable_whose_first_declaration_fails_is_none(kernel):
    for first in ['int unborn = "s";', 'int unborn = "".charAt(0);', "var unborn = List.of().getFirst();"]:
        assert kernel.run(first).status == "error"
        assert "cannot find variable unborn" in kernel.run("unborn").traceback, first


def test_a_variable_of_a_type_without_a_name_says_that_it_is_lost(kernel):
    kernel.run("var nameless = new Object() { int k = 3; };")
    result = kernel.run('int nameless = "s";')
    assert "nameless has lost its value" in result.stream("stderr")


def test_earlier_results_are_there_by_number(kernel):
    number = kernel.run("20 + 1").reply["execution_count"]
    assert kernel.run("__ * 2").text == "42"
    assert kernel.run(f"_{number} + __").text == "63"
    assert kernel.run(f"Out.get({number})").text == "21"
    assert kernel.run(f"In.get({number})").text == "20 + 1"
    kernel.run("List.of(1, 2)")
    result = kernel.run("__.get(1) + 1")
    assert result.text == "3", "the type is the expression's own: " + result.traceback
    assert kernel.run("_99999").reply["ename"] == "CompileError"


def test_both_classes_called_random_are_meant_where_they_fit(kernel):
    assert kernel.run("Random.normal(Key.of(0), 3).shape()").status == "ok"
    result = kernel.run("Random random = new Random(42);\nint drawn = random.nextInt(10);\nCollections.shuffle(new ArrayList<>(List.of(1, 2)), random); drawn")
    assert result.text == "0", result.traceback
    assert kernel.run("import java.util.Random;\nnew Random(42).nextInt(10)").text == "0"


def test_a_replaced_variable_and_a_shown_value_are_not_kept_alive(kernel):
    kernel.run("var big = new int[1000]; var watch = new java.lang.ref.WeakReference<>(big);")
    kernel.run("big")
    kernel.run("var big = new int[1];")
    show_others(kernel)
    assert kernel.run("System.gc(); watch.get() == null").text == "true"
    kernel.run("var unnamed = new java.lang.ref.WeakReference<Object>(null);")
    kernel.run("Object make() { var o = new int[7]; unnamed = new java.lang.ref.WeakReference<>(o); return o; }")
    assert kernel.run("make()").text == "[0, 0, 0, 0, 0, 0, 0]"
    show_others(kernel)
    assert kernel.run("System.gc(); unnamed.get() == null").text == "true"


def show_others(kernel):
    """`Out` keeps the latest five results alive."""
    for i in range(5):
        kernel.run(f"new int[{i}]")


def test_ten_thousand_lines_come_in_few_messages_and_complete(kernel):
    start = time.monotonic()
    result = kernel.run("for (int i = 0; i < 10_000; i++) System.out.println(i);")
    seconds = time.monotonic() - start
    assert result.stream() == "".join(f"{i}\n" for i in range(10_000))
    assert len(result.of_type("stream")) < 200
    assert seconds < 3


def test_output_is_live_and_in_order(kernel):
    msg_id = kernel.send('System.out.print("one "); System.err.print("two "); System.out.print("three"); Thread.sleep(1500); 4')
    start = time.monotonic()
    seen = ""
    while "three" not in seen:
        message = kernel.client.get_iopub_msg(timeout=5)
        if message["msg_type"] == "stream":
            seen += message["content"]["text"]
    assert seen == "one two three"
    assert time.monotonic() - start < 1.2
    assert kernel.collect(msg_id).text == "4"


def test_display_is_ordered_with_prints_and_can_be_updated(kernel):
    result = kernel.run('System.out.println("before"); var id = display("shown"); System.out.println("after"); updateDisplay(id, "new");')
    kinds = [m["msg_type"] for m in result.messages if m["msg_type"] != "execute_input"]
    assert kinds == ["stream", "display_data", "stream", "update_display_data"]
    shown, updated = result.of_type("display_data")[0], result.of_type("update_display_data")[0]
    assert shown["data"]["text/plain"] == "shown" and updated["data"]["text/plain"] == "new"
    assert shown["transient"]["display_id"] == updated["transient"]["display_id"]


def test_the_id_of_a_display_is_no_result(kernel):
    assert kernel.run('display("one"); display("two");').text is None
    cell = kernel.run('var shown = display("three");\nshown.length()')
    assert cell.text == "36" and len(cell.of_type("display_data")) == 1
    assert len(kernel.run("shown").text) == 36


def test_a_stream_that_a_cell_has_closed_or_lost_is_there_for_the_next_one(kernel):
    kernel.run("try (var writer = new PrintWriter(System.out)) { writer.println(1); }")
    assert kernel.run("System.out.close(); System.out.println(2);").stream() == "2\n"
    kernel.run("var lost = System.out; System.setOut(null);")
    kernel.run("System.setErr(null);")
    result = kernel.run("System.out.println(3); System.err.println(4);")
    assert (result.stream(), result.stream("stderr")) == ("3\n", "4\n")


def test_a_printed_stack_trace_names_cells(kernel):
    result = kernel.run('void fail() {\n    throw new IllegalStateException("caught");\n}\n'
                        "try { fail(); } catch (IllegalStateException e) { e.printStackTrace(); }")
    cell = f"Cell {result.reply['execution_count']}, line"
    assert result.stream("stderr") == f"java.lang.IllegalStateException: caught\n\tat {cell} 2, in fail\n\tat {cell} 4\n"


def test_clear_output_reaches_the_front_end(kernel):
    assert kernel.run("clearOutput(true);").of_type("clear_output") == [{"wait": True}]


def test_a_background_thread_prints_to_the_cell_that_started_it(kernel):
    msg_id = kernel.send('var late = new Thread(() -> { try { Thread.sleep(700); } catch (InterruptedException e) {} System.out.print("late"); }); late.start();')
    assert kernel.collect(msg_id).status == "ok"
    later = kernel.run("Thread.sleep(1200);")
    assert later.stream() == ""
    parents = [m["parent_header"]["msg_id"] for m in kernel.other if m["msg_type"] == "stream" and m["content"]["text"] == "late"]
    assert parents == [msg_id]


def test_a_cell_with_a_background_thread_ends_at_once(kernel):
    """LocalExecutionControl itself sometimes waits for such threads."""
    for _ in range(10):
        start = time.monotonic()
        kernel.run("new Thread(() -> { try { Thread.sleep(3000); } catch (InterruptedException e) {} }).start();")
        assert time.monotonic() - start < 2


def test_non_ascii_text_survives(kernel):
    result = kernel.run('System.out.print("é🌞"); "π🌞"')
    assert (result.stream(), result.text) == ("é🌞", "π🌞")


def test_unknown_magics_say_so(kernel):
    for code in ["%nosuchmagic here", "%%nosuchmagic\nbody ; ("]:
        result = kernel.run(code)
        assert result.reply["ename"] == "UnknownMagic"
        assert "%nosuchmagic" in result.reply["evalue"]


def test_the_preload_is_there(kernel):
    result = kernel.run("Stream.of(Path.of(\"a\"), new BigDecimal(1), Duration.ZERO, new ConcurrentHashMap<>(), (Supplier<String>) () -> \"\").count()")
    assert result.text == "5", result.traceback


@pytest.mark.parametrize("code", ["System.exit(3);", "Runtime.getRuntime().exit(3);", "Runtime.getRuntime().halt(3);"])
def test_a_program_that_would_end_the_kernel_ends_its_cell(kernel, code):
    kernel.run("int survivor = 42;")
    result = kernel.run(code)
    assert (result.reply["ename"], result.of_type("display_data")) == ("SystemExit", [])
    assert "System.exit(3) would end the kernel" in result.reply["evalue"]
    assert kernel.run("survivor").text == "42"


def test_assertions_are_checked(kernel):
    assert kernel.run('assert 1 > 2 : "no";').reply["ename"] == "java.lang.AssertionError"
