"""The kernel as a person meets it in JupyterLab: keys, buttons, menus and what they bring, in both themes."""

import re

import pytest
from lab_notebook import LabNotebook

WINDOW = {"width": 1280, "height": 900}

#: The contrast of what we colour, and of JupyterLab's own colours in tracebacks.
READABLE, COLOURED = 4.5, 2.8

DECLARATIONS = '''/// Twice `n`.
///
/// @param n what is doubled
int twice(int n) { return 2 * n; }

/** A place in the plane.
 *
 * @param x to the right
 * @param y upwards */
record Point(int x, int y) {
    /** Distance from the origin. */
    double norm() { return Math.hypot(x, y); }
}
var point = new Point(3, 4);'''


@pytest.fixture(scope="module", params=["light", "dark"])
def notebook(lab, chromium, request):
    """A notebook whose kernel knows a function, a record and a variable."""
    with chromium.new_context(viewport=WINDOW) as context:
        opened = LabNotebook(lab, context, "by-hand", request.param)
        opened.run(DECLARATIONS)
        yield opened
    lab.stop_kernels()


# ---- Completion ---------------------------------------------------------------------------------


def test_tab_shows_what_there_is_and_enter_inserts_it(notebook, target):
    cell = notebook.append("point.")
    choices = notebook.menu()
    assert choices[:3] == [("norm()", "function"), ("x()", "function"), ("y()", "function")]
    assert ("toString()", "function") in choices
    menu = notebook.page.locator(".jp-Completer")
    assert notebook.contrast(menu.locator("li").nth(1)) > READABLE
    notebook.screenshot(target, "completion")
    notebook.choose()
    assert notebook.code(cell) == "point.norm()"


@pytest.mark.parametrize("typed, choice, then", [
    ("poi|", ("point", "instance"), "point"),
    ("twi|ce(3) + 1", ("twice", "function"), "twice(3) + 1"),
    ("new Poi|(1, 2)", ("Point", "function"), "new Point(1, 2)"),
    ('List.of("a").get(0).isBl|', ("isBlank()", "function"), 'List.of("a").get(0).isBlank()'),
    ("import java.util.conc|", ("concurrent.", "module"), "import java.util.concurrent."),
    ('Path.of("wor|ds.txt")', ("words.txt", "path"), 'Path.of("words.txt")'),
    ("%ti|", ("%time", "magic"), "%time"),
])
def test_tab_completes(notebook, typed, choice, then):
    (notebook.lab.notebooks / "words.txt").write_text("words")
    cell = notebook.append(typed)
    assert notebook.menu() == [choice]
    notebook.choose()
    assert notebook.code(cell) == then


def test_tab_and_help_answer_while_a_cell_runs(notebook):
    busy = notebook.start("Thread.sleep(60_000);")
    cell = notebook.append("point.no")
    assert ("norm()", "function") in notebook.menu()
    notebook.choose()
    assert notebook.code(cell) == "point.norm()"
    notebook.press("Backspace")
    assert "Distance from the origin." in notebook.help().inner_text()
    notebook.press("Escape")
    assert "[*]" in busy.inner_text()
    notebook.toolbar("interrupt")
    notebook.until_done(busy)


# ---- Help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code, signature, words, markup", [
    ("List.of", "List.of(E e1, E e2)", "Returns an unmodifiable list containing zero elements.", "a, b, code"),
    ("relu|(zeros(3))", "Array Activations.relu(Array x)", "max(x, 0).", "code"),
    ("vmap", "Vmap.vmap(Fn1<A,R> function, Object... inAxes)", "a function of single examples becomes one of batches", "pre"),
    ("twice", "int twice(int n)", "Twice n.\nParameters\nn - what is doubled", "code"),
    ("point.norm|()", "double Point.norm()", "Distance from the origin.", "pre"),
    ("new Point(", "Point(int x, int y)", "A place in the plane.\nParameters\nx - to the right\ny - upwards", "code"),
    ("%time", "%time CODE", "how long it took", "pre"),
])
def test_shift_tab_shows_help(notebook, target, code, signature, words, markup):
    notebook.append(code)
    tooltip = notebook.help()
    shown = re.sub(r"\s*\n\s*", "\n", tooltip.inner_text())
    assert signature in shown and words in shown
    assert tooltip.locator(markup).count() > 0, "it is rendered, not its markup shown"
    assert notebook.contrast(tooltip) > READABLE
    notebook.screenshot(target, "help-" + re.sub(r"\W+", "-", code).strip("-"))
    notebook.press("Escape")


def test_a_question_mark_shows_help_below_the_cell(notebook, target):
    cell = notebook.run("twice?")
    assert "int twice(int n)" in notebook.text(cell) and "what is doubled" in notebook.text(cell)
    cell = notebook.run("Math.max??")
    assert "return (a >= b) ? a : b;" in notebook.text(cell)
    notebook.screenshot(target, "question")


# ---- Stopping and starting over -----------------------------------------------------------------


@pytest.mark.parametrize("code, place", [
    ("while (true) { }", "line 1"),
    ("var image = ones(300, 300);\nwhile (true) image = tanh(image.matmul(image));", "line 2"),
])
def test_the_interrupt_button_stops_a_cell(notebook, target, code, place):
    notebook.run("ones(2, 2).matmul(ones(2, 2));")  # the engine's native code is loaded
    cell = notebook.start(code)
    notebook.page.wait_for_timeout(1500)
    notebook.toolbar("interrupt")
    notebook.until_done(cell)
    words = notebook.text(cell)
    assert re.search(rf"^Interrupted: stopped at Cell \d+, {place}$", words, re.MULTILINE), words
    assert len(words.splitlines()) < 10
    assert notebook.contrast(notebook.output(cell)) > COLOURED
    notebook.screenshot(target, "interrupted")
    assert "42" in notebook.text(notebook.run("6 * 7"))


def test_restart_and_run_all_starts_from_nothing_runs_in_order_and_stops_at_an_error(lab, chromium, target):
    cells = ["int first = 1;", "first + 1", 'throw new IllegalStateException("here it ends");', "first + 2"]
    with chromium.new_context(viewport=WINDOW) as context:
        notebook = LabNotebook(lab, context, "restart", "light", cells)
        notebook.run("int other = 5;")
        notebook.replace(notebook.cell(3), "other")
        notebook.toolbar("restart-and-run")
        notebook.confirm()
        notebook.until_done(notebook.cell(2))
        assert [prompt.strip() for prompt in notebook.page.locator(".jp-InputPrompt").all_inner_texts()] == [
            "[1]:", "[2]:", "[3]:", "[ ]:", "[ ]:"]
        assert "2" in notebook.text(notebook.cell(1))
        assert "IllegalStateException: here it ends" in notebook.text(notebook.cell(2))
        notebook.screenshot(target, "restarted")
        assert "cannot find variable other" in notebook.text(notebook.run("other"))
    lab.stop_kernels()


# ---- What a running cell shows ------------------------------------------------------------------


def test_progress_is_seen_while_it_goes_on_and_stays_when_it_is_saved(notebook, target):
    cell = notebook.start('for (int i : progress(12).label("epochs")) for (int j : progress(5).label("batches")) Thread.sleep(40);')
    seen = set()
    while "12/12" not in " ".join(seen):
        words = notebook.text(cell)
        if words and words not in seen:
            seen.add(words)
            if len(seen) == 3:
                notebook.screenshot(target, "progress-running")
        notebook.page.wait_for_timeout(50)
    notebook.until_done(cell)
    assert len(seen) >= 4, "it moves"
    assert any("batches" in words and "epochs" in words for words in seen), "both are seen"
    assert re.fullmatch(r"epochs\s+12/12  100%  0:0\d  \d+\.\d/s", notebook.text(cell).strip()), notebook.text(cell)
    assert notebook.contrast(notebook.output(cell)) > READABLE
    notebook.screenshot(target, "progress")
    [output] = [saved for saved in notebook.saved() if saved.source.startswith("for (int i : progress(12)")][-1].outputs
    assert output.data["text/plain"].startswith("epochs [########################] 12/12  100%")
    assert "<script" not in output.data["text/html"]


def test_a_question_is_answered_below_the_cell(notebook, target):
    notebook.run('var in = new Scanner(System.in);\nString ask() { System.out.print("Your name: "); return in.nextLine(); }')
    cell = notebook.start('System.out.println("Hello, " + ask() + "!");')
    box = notebook.page.locator(".jp-Stdin-input")
    box.wait_for()
    assert notebook.page.locator(".jp-Stdin-prompt").inner_text().strip() == "Your name:"
    notebook.screenshot(target, "question-asked")
    box.fill("Ada")
    box.press("Enter")
    notebook.until_done(cell)
    box.wait_for(state="detached")
    assert re.sub(r"\s+", " ", notebook.text(cell)).strip() == "Your name: Ada Hello, Ada!"
    notebook.screenshot(target, "question-answered")


def test_outputs_are_cleared_and_replaced_in_place(notebook):
    cell = notebook.run('for (int i = 0; i < 3; i++) { clearOutput(true); System.out.println("step " + i); }')
    assert notebook.text(cell).strip() == "step 2"
    cell = notebook.run('var first = display("one");\ndisplay("two");\nupdateDisplay(first, "three");')
    assert notebook.text(cell).split() == ["three", "two"]


# ---- Errors -------------------------------------------------------------------------------------


def test_an_exception_shows_the_lines_of_the_cells(notebook, target):
    notebook.run("int divide(int a) {\n    return 10 / a;\n}")
    cell = notebook.run("int zero = 0;\ndivide(zero)")
    words = notebook.text(cell)
    assert words.startswith("java.lang.ArithmeticException: / by zero")
    assert re.search(r"at Cell \d+, line 2, in divide\n.*\n  -->   2      return 10 / a;\n", words), words
    assert "-->   2  divide(zero)" in words
    assert notebook.contrast(notebook.output(cell)) > COLOURED
    notebook.screenshot(target, "error")


def test_a_compile_error_is_pointed_at(notebook, target):
    words = notebook.text(notebook.run("int fine = 1;\nString wrong = fine;"))
    head, *_, line, caret = words.rstrip().splitlines()
    assert re.fullmatch(r"Cell \d+, line 2: incompatible types: int cannot be converted to String", head)
    assert line.index("fine;") == caret.index("^") and caret.count("^") == len("fine")
    notebook.screenshot(target, "compile-error")


def test_all_frames_of_an_error_inside_the_library_are_one_click_away(notebook, target):
    cell = notebook.run("zeros(2, 3).matmul(zeros(2, 3))")
    view = cell.locator(".jxt1-root")
    assert "matmul of f32[2,3] and f32[2,3]" in view.inner_text()
    frames = cell.locator("details > pre")
    assert not frames.is_visible()
    notebook.screenshot(target, "library-error")
    cell.locator("summary", has_text="frames").click()
    assert "dev.solstice.core.Array.matmul" in frames.inner_text()
    notebook.screenshot(target, "library-error-frames")
    assert notebook.contrast(notebook.output(cell).first) > READABLE


# ---- The debugger -------------------------------------------------------------------------------


def test_the_bug_button_halts_at_breakpoints_and_shows_what_is_there(lab, chromium, target):
    with chromium.new_context(viewport=WINDOW) as context:
        notebook = LabNotebook(lab, context, "debugger", "light")
        notebook.run("double area(Point point, int scale) {\n    double norm = Math.hypot(point.x(), point.y());\n    return norm * scale;\n}\n"
                     "record Point(int x, int y) {}")
        bug = notebook.page.locator(".jp-DebuggerBugButton")
        bug.click()
        notebook.page.locator(".jp-Notebook .cm-breakpoint-gutter").first.wait_for()
        notebook.replace(notebook.cell(1), "double area(Point point, int scale) {\n    double norm = Math.hypot(point.x(), point.y());\n    return norm * scale;\n}")
        gutter = notebook.cell(1).locator(".cm-breakpoint-gutter .cm-gutterElement")
        gutter.nth(2).click()  # the first is there for its width
        notebook.page.locator(".jp-DebuggerBreakpoint").wait_for()
        notebook.page.keyboard.press("Control+Enter")
        notebook.until_done(notebook.cell(1))
        calling = notebook.start('var here = new Point(3, 4);\nfor (int scale = 1; scale < 3; scale++)\n    System.out.println(area(here, scale));')
        frames = notebook.page.locator(".jp-DebuggerCallstackFrame")
        frames.first.wait_for()
        assert [name.strip() for name in frames.locator(".jp-DebuggerCallstackFrame-name").all_inner_texts()][0] == "area"
        variables = notebook.page.locator(".jp-DebuggerVariables-body [role=treeitem], .jp-DebuggerVariables-body jp-tree-item")

        def shown():
            return [re.sub(r"\s+", " ", text).strip() for text in variables.all_inner_texts()]

        notebook.page.locator(".jp-DebuggerVariables-body", has_text="scale").wait_for()
        assert "scale 1" in " ".join(shown()) and "Point[x=3, y=4]" in " ".join(shown()), shown()
        notebook.screenshot(target, "debugger-halted")
        notebook.page.locator("[data-command='debugger:next']").first.click()
        notebook.page.locator(".jp-DebuggerVariables-body", has_text="norm").wait_for()
        assert "norm 5" in " ".join(shown()), shown()
        assert notebook.cell(1).locator(".jp-DebuggerEditor-highlight").inner_text().strip() == "return norm * scale;"
        notebook.screenshot(target, "debugger-stepped")
        go_on = notebook.page.locator("[data-command='debugger:continue']").first
        go_on.click()
        notebook.page.locator(".jp-DebuggerVariables-body", has_text=re.compile(r"scale\s*2")).wait_for()
        go_on.click()
        notebook.until_done(calling)
        assert notebook.text(calling).split() == ["5.0", "10.0"]
        bug.click()
        notebook.page.locator(".cm-breakpoint-gutter").first.wait_for(state="detached")
    lab.stop_kernels()
