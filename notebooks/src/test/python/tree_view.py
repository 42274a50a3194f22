"""What the browser tests ask of a tree on a page."""

import base64
import math
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


class Page:
    """A page that shows outputs without a notebook around them."""

    #: What is copied is kept instead of given to the system.
    CLIPBOARD = """() => { window.copied = [];
        Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async text => { copied.push(text); }}}); }"""

    #: VS Code's renderer of HTML: the output's scripts are made again, so that they run.
    ADD = """html => {
        const host = document.createElement('div');
        host.innerHTML = html;
        document.querySelector('#output').append(host);
        for (const script of host.querySelectorAll('script')) {
            const again = document.createElement('script');
            for (const {name, value} of script.attributes) again.setAttribute(name, value);
            again.text = script.textContent;
            script.replaceWith(again);
        }
    }"""

    THEMES = {"light": ("#3b3b3b", "#ffffff"), "dark": ("#cccccc", "#1f1f1f")}

    STYLES = """selector => [...document.querySelectorAll(selector)].map(element => {
        const style = getComputedStyle(element);
        return [...style].map(property => property + ':' + style.getPropertyValue(property)).join(';');
    })"""

    TIME = """async () => {
        const start = performance.now();
        show();
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        return (performance.now() - start) / 1000;
    }"""

    def __init__(self, page):
        self.page = page

    def show(self, html, root=ROOT):
        """A page that has the output from the start, as an exported notebook has."""
        self.page.set_content(f"<!doctype html><body>{html}</body>")
        return TreeView(self.page, self.page.locator(root).first)

    def show_as_vs_code(self, html, theme="light"):
        self._empty(theme)
        self.add_as_vs_code(html)
        return TreeView(self.page, self.page.locator(ROOT).first)

    def add_as_vs_code(self, html):
        self.page.evaluate(self.ADD, html)
        if "<script>" in html:
            self.page.locator("#output > div").last.locator("[data-jx]").first.wait_for(state="attached")

    def time_to_show(self, html):
        """Seconds from the markup to the next frame, hydration included."""
        self._empty("light")
        self.page.evaluate(f"html => {{ window.show = () => ({self.ADD})(html); }}", html)
        return self.page.evaluate(self.TIME)

    def styles_of(self, html):
        """The computed styles of these elements by themselves."""
        self.show_as_vs_code(html)
        return self.styles_of_all("#output > div *")

    def styles_of_all(self, selector):
        return self.page.evaluate(self.STYLES, selector)

    def copied(self):
        return self.page.evaluate("copied.at(-1)")

    def accessibility(self):
        """The tree and its items as a screen reader gets them."""
        nodes = self.page.context.new_cdp_session(self.page).send("Accessibility.getFullAXTree")["nodes"]
        found = [
            {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
            | {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
            for node in nodes if not node["ignored"]
        ]
        [tree] = [node for node in found if node["role"] == "tree"]
        return tree, [node for node in found if node["role"] == "treeitem"]

    def _empty(self, theme):
        text, paper = self.THEMES[theme]
        self.page.set_content(
            f"""<!doctype html><html style="--vscode-editor-font-family: monospace; --vscode-foreground: {text}; color-scheme: {theme}">
            <body style="color: {text}; background: {paper}; font: 13px sans-serif"><div id="output"></div></body></html>"""
        )
        self.page.evaluate(self.CLIPBOARD)


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

    # ---- Rows

    def row(self, path):
        """The first row with this path."""
        quoted = path.replace("\\", "\\\\").replace('"', '\\"')
        return self.root.locator(f'.jr[title="{quoted}"]' if path else ".jr:not([title])").first

    def titles(self):
        return list(dict.fromkeys(self._rows("row => row.title")))

    def visible_titles(self):
        return self._rows("row => row.title", "row => row.checkVisibility()")

    def facts(self):
        """Path and words of every row."""
        return [tuple(each) for each in self._rows("row => [row.title, row.textContent.trim().replace(/\\s+/g, ' ')]")]

    def leaf_lines(self):
        """The words of rows that do not open, however little markup is left."""
        lines = self.root.locator("li:not(:has(details))").evaluate_all("rows => rows.map(row => row.textContent)")
        return [" ".join(line.split()) for line in lines]

    def badges(self):
        """Text, line and its width of each badge that is seen."""
        return [tuple(each) for each in self.root.locator(".jr b:visible").evaluate_all(
            "badges => badges.map(b => [b.innerText, getComputedStyle(b).borderLeftStyle, parseFloat(getComputedStyle(b).borderLeftWidth)])"
        )]

    def _rows(self, what, which="row => true"):
        return self.root.evaluate(f"root => [...root.querySelectorAll('.jr')].filter({which}).map({what})")

    # ---- Figures

    def legend(self):
        """What the legend says: leaves and parameters of each part."""
        entries = self.root.locator(".jxt1-legend").first.evaluate(
            # Long numbers are shortened for the eye; the tooltip has all digits.
            "legend => [...legend.children].map(entry => entry.innerText + ' ' + entry.title).join('\\n')"
        )
        return counts(entries)

    def leaf_counts(self):
        """Leaves and parameters by letter, summed over the rows."""
        found = {}
        for line in self.leaf_lines():
            if not re.match(r"[▲■◆·][TFNS] ", line):
                continue
            letter = line[1]
            shape = re.search(r" [a-z]+\d*\[([\d,]*)\]", line)
            leaves, params = found.get(letter, (0, 0))
            # Static fields of one record share a row.
            found[letter] = (leaves + (1 if shape else line.count("=")),
                             params + (math.prod(int(n) for n in shape[1].split(",") if n) if shape else 0))
        return found

    def params_of(self, path):
        figure = self.row(path).locator(".j0").first
        exact = re.match(r"(\d+) params", figure.locator("[title]").first.get_attribute("title") or "") if figure.locator("[title]").count() else None
        return int(exact[1]) if exact else int(figure.inner_text())

    def shares_of(self, path):
        detail = self.row(path).locator(".j3")
        if not detail.count():
            return {}
        letters = {"▲": "T", "■": "F", "◆": "N"}
        return {letters[glyph]: int(n) for glyph, n in re.findall(r"([▲■◆]) (\d+)", detail.inner_text())}

    def changes(self):
        """What a diff says, by path; of a path with several rows the first."""
        return self._column("cell => cell.textContent.trim()", ".jd")

    def norms(self, leaves=False):
        """The figures of an overlay, by path."""
        return self._column("cell => +cell.value", "data", "row => row.tagName == 'LI'" if leaves else "row => true")

    def _column(self, what, selector, which="row => true"):
        rows = self._rows(f"row => [row.title, [...row.querySelectorAll(':scope > .je {selector}')].map({what})]", which)
        return {title: found[0] for title, found in reversed(rows) if found}

    # ---- Controls

    def button(self, name):
        return self._controls().get_by_role("button", name=name, exact=True)

    def focus(self, path):
        self.row(path).focus()

    def focused(self):
        return self.page.evaluate("document.activeElement.title")

    def current(self):
        """The path of the row that is the tree's tab stop."""
        return self.root.locator('.jr[tabindex="0"]').get_attribute("title") or ""

    def search(self, text):
        self._controls().get_by_role("searchbox").fill(text)
        self.page.wait_for_timeout(500)

    def search_text(self):
        return self._controls().get_by_role("searchbox").input_value()

    def status(self):
        return self._controls().get_by_role("status").inner_text()

    def _controls(self):
        """To ask for roles in a tree of thousands of rows would take seconds."""
        return self.root.locator("> div").first


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
