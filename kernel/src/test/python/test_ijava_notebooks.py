"""Cells as notebooks for IJava and JJava have them, unchanged: the statics, the imports and the magics of those kernels."""
import pytest


def test_a_cell_prints_on_both_streams_and_has_a_result(kernel):
    result = kernel.run('System.out.println("to stdout"); System.err.println("to stderr");\n"a" + "result";')
    assert (result.stream(), result.stream("stderr"), result.text) == ("to stdout\n", "to stderr\n", "aresult")


def test_a_magic_may_be_a_variables_value(kernel, tmp_path):
    assert kernel.run(f"List<String> jars = %jars {tmp_path}/*.jar\njars").text == "[]"


def test_a_renderer_is_registered_through_ijavas_own_class(kernel):
    result = kernel.run("""import io.github.spencerpark.ijava.IJava;
        record Celsius(double degrees) {}
        IJava.getKernelInstance().getRenderer().createRegistration(Celsius.class)
            .preferring(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML)
            .register((value, ctx) -> ctx.renderIfRequested(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML,
                () -> "<b>" + value.degrees() + " °C</b>"));
        new Celsius(21)""")
    assert result.status == "ok", result.traceback
    assert result.of_type("execute_result")[0]["data"]["text/html"] == "<b>21.0 °C</b>"


@pytest.mark.parametrize("code, text", [
    ('new URI("http://localhost/a").getPath()', "/a"),
    ('Pattern.compile("b+").matcher("abbc").replaceAll("-")', "a-c"),
    ('Preferences.class.getSimpleName()', "Preferences"),
    ('new BigDecimal("1.10").add(BigDecimal.ONE)', "2.10"),
    ('LocalDate.of(2020, 2, 29).plusYears(1)', "2021-02-28"),
    ('eval("1 + 2")', "3"),
    ('render("x").getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN)', "x"),
    ('lineMagic("jars", List.of("/nowhere/*.jar"))', "[]"),
])
def test_what_ijava_and_jjava_import_is_imported(kernel, code, text):
    result = kernel.run(code)
    assert (result.status, result.text) == ("ok", text), result.traceback


@pytest.mark.parametrize("arguments", ['"*now*", "text/markdown"', '"text/markdown", "*now*"'])
def test_the_type_of_a_text_may_come_first_as_in_rapaios_kernel(kernel, arguments):
    result = kernel.run(f'String shown = display("before"); updateDisplay(shown, {arguments}); display({arguments});')
    assert result.of_type("update_display_data")[0]["data"]["text/markdown"] == "*now*", result.traceback
    assert result.of_type("display_data")[1]["data"]["text/markdown"] == "*now*"


def test_displays_are_updated_by_id(kernel):
    result = kernel.run('String id = display("before"); updateDisplay(id, "after"); printf("%d%n", 3);')
    assert result.of_type("display_data")[0]["data"]["text/plain"] == "before"
    assert result.of_type("update_display_data")[0]["data"]["text/plain"] == "after"
    assert result.stream() == "3\n"
