"""What the browser tests ask of a tree on a page."""

import base64
import re

import outputs

ROOT = ".jxt1-root"
PARTS = "trainable|frozen|non-differentiable|static"

#: For every element that holds text itself: the contrast of its colour with what is painted behind it.
CONTRASTS = """
root => {
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] / 255 + below[i] * (1 - top[3] / 255));
  const behind = element => element
      ? over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement)) : [255, 255, 255];
  const found = [];
  for (const element of root.querySelectorAll('*')) {
    const own = [...element.childNodes].filter(n => n.nodeType === 3 && n.data.trim()).map(n => n.data.trim()).join(' ');
    if (!own || element.tagName === 'STYLE' || element.tagName === 'SCRIPT' || !element.checkVisibility()) continue;
    const paper = behind(element), ink = over(rgba(getComputedStyle(element).color), paper);
    const [low, high] = [luminance(paper), luminance(ink)].sort((a, b) => a - b);
    found.push({text: own.slice(0, 40), contrast: (high + 0.05) / (low + 0.05)});
  }
  return found;
}
"""

#: The share of nearly white pixels of a picture, decoded by the browser itself.
WHITE_SHARE = """
async data => {
  const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const pixels = canvas.getImageData(0, 0, picture.width, picture.height).data;
  let white = 0;
  for (let i = 0; i < pixels.length; i += 4) if (Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 245) white++;
  return white / (pixels.length / 4);
}
"""


class NotebookPage:
    """A notebook that is being opened in JupyterLab."""

    SECONDS_TO_RUN = 120

    def __init__(self, page, notebook):
        self.page = page
        self.notebook = notebook
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)

    def output(self, tag):
        """What the cell with this tag shows. JupyterLab renders cells when they come near the window, so we scroll."""
        index = self.notebook.cells.index(outputs.cell(self.notebook, tag))
        shown = self.page.locator(f".jp-Notebook [data-windowed-list-index='{index}'] .jp-OutputArea-output").last
        panel = self.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").first
        panel.evaluate("panel => panel.scrollTo(0, 0)")
        for _ in range(120):
            if shown.count():
                shown.scroll_into_view_if_needed()
                return shown
            panel.evaluate("panel => panel.scrollBy(0, panel.clientHeight / 2)")
            self.page.wait_for_timeout(200)
        raise AssertionError(f"cell {index} ('{tag}') shows nothing")

    def tree(self, tag):
        return TreeView(self.page, self.output(tag).locator(ROOT))

    def run_all(self):
        """Runs all cells, and waits until those that are rendered have their numbers and the kernel is idle again."""
        self._wait_for("/\\| Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText ?? '')")
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self._wait_for(
            "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(e => /\\[\\d+\\]/.test(e.innerText))"
            " && /\\| Idle/.test(document.querySelector('#jp-main-statusbar').innerText)"
        )

    def _wait_for(self, condition):
        self.page.wait_for_function(f"() => {condition}", timeout=self.SECONDS_TO_RUN * 1000)


class TreeView:
    """A tree on a page."""

    def __init__(self, page, root):
        self.page = page
        self.root = root

    def height(self):
        return self.root.bounding_box()["height"]

    def text(self):
        return self.root.inner_text()

    def some_node(self):
        """A node that can be folded and is not the root: a folded one if there is one, else the last."""
        folded = self.root.locator("details:not([open]) > summary:visible")
        return folded.first if folded.count() else self.root.locator("details details > summary:visible").last

    def contrasts(self):
        return self.root.evaluate(CONTRASTS)

    def white_share(self):
        picture = base64.b64encode(self.root.screenshot()).decode()
        return self.page.evaluate(WHITE_SHARE, picture)

    def legend(self):
        """What the legend says: leaves and parameters of each part."""
        entries = self.root.locator(".jxt1-legend").first.evaluate(
            # Long numbers are shortened for the eye; the tooltip has all digits.
            "legend => [...legend.children].map(entry => entry.innerText + ' ' + entry.title).join('\\n')"
        )
        return counts(entries)


def counts(words):
    """Reads `trainable 4481 parameters in 6 leaves; static 3 leaves` and the like into
    {'trainable': (6, 4481), 'static': (3, 0)}. Parts without leaves are left out."""
    found = {}
    for part, figures in re.findall(rf"({PARTS})(.*?)(?={PARTS}|\n|$)", words):
        leaves = re.search(r"(\d+) lea(?:f|ves)\b", figures.replace(",", ""))
        parameters = re.search(r"(\d+) param", figures.replace(",", ""))
        if leaves and int(leaves[1]):
            found[part] = (int(leaves[1]), int(parameters[1]) if parameters else 0)
    return found
