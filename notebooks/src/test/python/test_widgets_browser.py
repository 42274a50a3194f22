"""Widgets in the real JupyterLab: what the user moves, Java sees, and the other way round."""

import nbformat.v4 as v4
import pytest
from tree_view import NotebookPage

CELLS = [
    'var seen = new ArrayList<Integer>();\nvar slider = intSlider("rank", 0, 10, 3).onChange(seen::add);',
    'interact(n -> "squared: " + n * n, slider)',
    'interact(n -> { System.out.println("printed " + n); if (n > 5) throw new IllegalStateException("too far"); return null; }, slider)',
    'button("speak").onClick(() -> { System.out.println("clicked"); display(ones(2, 2)); })',
    "var bar = progress(20); for (int i : bar) { Thread.sleep(5); bar.metric(\"loss\", 1.0 / (i + 1)); }",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_moving_a_slider_computes_anew(lab, chromium, target, theme):
    kernelspec = {"name": "solstice", "display_name": "Solstice", "language": "java"}
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in CELLS], metadata={"kernelspec": kernelspec})
    lab.put(f"widgets-{theme}.ipynb", notebook, trusted=True)
    lab.use_theme(theme)
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(lab.url(f"widgets-{theme}.ipynb", workspace=f"widgets-{theme}"))
        NotebookPage(page, notebook).run_all()
        page.locator(".jp-OutputArea-output", has_text="squared: 9").first.wait_for(timeout=60_000)
        handle = page.locator(".jupyter-widgets [role=slider]").first
        handle.focus()
        for _ in range(2):
            handle.press("ArrowRight")
        page.locator(".jp-OutputArea-output", has_text="squared: 25").first.wait_for(timeout=60_000)
        assert page.locator(".widget-readout").first.inner_text() == "5"
        assert page.get_by_text("20/20  100%").count() == 1
        function, listener = (page.locator(f".jp-Notebook [data-windowed-list-index='{index}'] .jp-OutputArea").first for index in (2, 3))
        assert "printed 5" in function.inner_text() and "printed 3" not in function.inner_text()
        handle.press("ArrowRight")
        page.locator(".jp-OutputArea-output", has_text="IllegalStateException: too far").first.wait_for(timeout=60_000)
        assert "printed 6" in function.inner_text()
        listener.get_by_role("button", name="speak").click()
        listener.get_by_text("clicked").wait_for(timeout=60_000)
        listener.locator(".jxt1-root, table, svg, img", has_text="").first.wait_for(timeout=60_000)
        assert "clicked" not in function.inner_text()
        page.screenshot(path=target / "screenshots" / f"widgets-{theme}.png")
    lab.stop_kernels()
