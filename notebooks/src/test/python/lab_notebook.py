"""A person at a notebook in JupyterLab: types, presses keys, clicks, and reads what is there."""

import nbformat
import nbformat.v4 as v4
from playwright.sync_api import TimeoutError
from tree_view import CONTRASTS

SECONDS = 60


class LabNotebook:
    PATIENCE = 15
    KERNELSPEC = {"name": "solstice", "display_name": "Solstice", "language": "java"}

    def __init__(self, lab, context, name, theme, cells=("",)):
        self.lab = lab
        self.file = lab.notebooks / f"{name}-{theme}.ipynb"
        self.theme = theme
        lab.put(self.file.name, v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells],
                                                metadata={"kernelspec": self.KERNELSPEC}), trusted=True)
        lab.use_theme(theme)
        self.page = context.new_page()
        self.page.set_default_timeout(SECONDS * 1000)
        self.page.goto(lab.url(self.file.name, workspace=self.file.stem))
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.until_idle()

    # ---- Cells

    def cell(self, index):
        return self.page.locator(f".jp-Notebook [data-windowed-list-index='{index}']")

    def append(self, code=""):
        """A new cell below all others, with the cursor at its end, or where the code has a bar."""
        self.press("Escape")
        index = int(self.page.locator(".jp-Notebook .jp-Cell").last.get_attribute("data-windowed-list-index"))
        self.page.locator(".jp-Notebook-footer").click()
        cell = self.cell(index + 1)
        cell.locator(".cm-content").click()
        self.type(code)
        return cell

    def type(self, code):
        before, _, after = code.partition("|")
        self.page.keyboard.insert_text(before + after)
        for _ in after:
            self.page.keyboard.press("ArrowLeft")

    def replace(self, cell, code):
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.type(code)

    def code(self, cell):
        return cell.locator(".cm-content").inner_text().rstrip("\n")

    def run(self, code):
        """Runs a new cell to its end."""
        cell = self.start(code)
        self.until_done(cell)
        return cell

    def start(self, code):
        cell = self.append(code)
        self.page.keyboard.press("Control+Enter")
        return cell

    def until_done(self, cell):
        self.page.wait_for_function("cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').innerText)", arg=cell.element_handle())
        self.until_idle()

    def until_idle(self):
        self.page.wait_for_function("() => /\\| Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText ?? '')")

    def output(self, cell):
        return cell.locator(".jp-OutputArea-output")

    def text(self, cell):
        """All that the cell shows."""
        return "\n".join(self.output(cell).all_inner_texts()).replace("\xa0", " ")

    def saved(self):
        """The notebook's cells as they are in the file after a save, which is not that of the workspace of like name."""
        self.page.keyboard.press("Escape")
        with self.page.expect_response(lambda response: response.request.method == "PUT" and self.file.name in response.url):
            self.page.keyboard.press("Control+s")
        return nbformat.read(self.file, as_version=4).cells

    # ---- Keys and buttons

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def menu(self):
        """The choices that Tab brings: text and kind of each."""
        # until the editor knows that the cursor is behind a name, Tab indents
        self.page.locator(".jp-mod-completer-enabled .cm-content:focus").wait_for()
        menu = self.page.locator(".jp-Completer:not(.lm-mod-hidden)")
        for _ in range(self.PATIENCE):
            self.press("Tab")
            try:
                menu.locator(".jp-Completer-item").first.wait_for(timeout=2000)
                break
            except TimeoutError:
                pass  # JupyterLab waits a second for a kernel; one on a busy machine may take longer
        return [(item.locator(".jp-Completer-match").inner_text(), item.locator(".jp-Completer-typeExtended").inner_text())
                for item in menu.locator(".jp-Completer-item").all()]

    def choose(self):
        """Takes the choice that is marked."""
        self.press("Enter")
        self.page.locator(".jp-Completer:not(.lm-mod-hidden)").wait_for(state="detached")

    def help(self):
        """What Shift+Tab brings."""
        self.press("Shift+Tab")
        tooltip = self.page.locator(".jp-Tooltip")
        tooltip.wait_for()
        return tooltip

    def toolbar(self, button):
        self.page.locator(f".jp-NotebookPanel-toolbar [data-jp-item-name='{button}']").click()

    def confirm(self):
        self.page.locator(".jp-Dialog .jp-mod-accept").click()

    # ---- Looks

    def screenshot(self, target, name):
        self.page.screenshot(path=target / "screenshots" / f"lab-{name}-{self.theme}.png")

    def contrast(self, locator):
        """The least contrast of any text in there with what is behind it."""
        return min(each["contrast"] for each in locator.evaluate(CONTRASTS))
