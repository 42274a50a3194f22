"""Measures tree views beside treescope's, for the same trees on the same machine in one run, and prints one line a figure.

python measure_views.py [TREE...]     # needs built jars: ./solstice lab or ./solstice test makes them

CPU time is of one rendering to HTML by a warm interpreter or JVM: the least of several. Time to visible is from the
start of the navigation of a headless Chromium to the first frame after a row has a height.
"""

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import treescope
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[4]
JARS = ROOT / "kernel" / "target" / "solstice-kernel" / "lib"
CLASSES = ROOT / "renderers" / "target" / "test-classes"

#: How many times less than treescope each figure has to be.
WANTED = {"mlp": 1, "transformer": 10, "10k leaves": 10, "100k ints": 10}


@dataclasses.dataclass
class Linear:
    weight: np.ndarray
    bias: np.ndarray
    in_features: int
    out_features: int
    use_bias: bool = True


@dataclasses.dataclass
class MLP:
    layers: list
    activation: object
    final_activation: object
    use_bias: bool
    use_final_bias: bool
    in_size: int
    out_size: int
    width_size: int
    depth: int


@dataclasses.dataclass
class LayerNorm:
    weight: np.ndarray
    bias: np.ndarray
    shape: tuple
    eps: float = 1e-5
    use_weight: bool = True
    use_bias: bool = True


@dataclasses.dataclass
class Attention:
    query_proj: Linear
    key_proj: Linear
    value_proj: Linear
    output_proj: Linear
    num_heads: int
    query_size: int


@dataclasses.dataclass
class Block:
    attention: Attention
    norm1: LayerNorm
    norm2: LayerNorm
    up: Linear
    down: Linear


@dataclasses.dataclass
class Transformer:
    embedding: np.ndarray
    blocks: list
    norm: LayerNorm
    head: Linear


RANDOM = np.random.default_rng(0)


def uniform(*shape):
    return RANDOM.uniform(-0.1, 0.1, shape).astype(np.float32)


def linear(inputs, outputs):
    return Linear(uniform(outputs, inputs), uniform(outputs), inputs, outputs)


def norm(width):
    return LayerNorm(np.ones(width, np.float32), np.zeros(width, np.float32), (width,))


def block(width):
    attention = Attention(*(linear(width, width) for _ in range(4)), 8, width)
    return Block(attention, norm(width), norm(width), linear(width, 4 * width), linear(4 * width, width))


def mlp():
    sizes = [784, 256, 256, 256, 10]
    layers = [linear(i, o) for i, o in zip(sizes, sizes[1:])]
    return MLP(layers, np.tanh, np.abs, True, True, 784, 10, 256, 3)


def transformer():
    return Transformer(uniform(1000, 256), [block(256) for _ in range(12)], norm(256), linear(256, 1000))


def ten_thousand_leaves():
    return {
        f"group{i}": {f"sub{j}": {f"leaf{k}": uniform(4, 4) for k in range(100)} for j in range(10)} for i in range(10)
    }


TREES = {
    "mlp": mlp,
    "transformer": transformer,
    "10k leaves": ten_thousand_leaves,
    "100k ints": lambda: list(range(100_000)),
}

#: Notes when the first frame is shown in which the view has a height: a row of ours, or what treescope's script made.
WATCH = """
const shown = () => {
  const ours = document.querySelector('.jxt1-root .jr');
  if (ours) return ours.getBoundingClientRect().height > 0;
  const theirs = document.querySelector('treescope-container')?.shadowRoot;
  return theirs && [...theirs.querySelectorAll('.treescope_root, .foldable_node')].some(e => e.getBoundingClientRect().height > 0);
};
const watch = () => {
  if (!shown()) return requestAnimationFrame(watch);
  requestAnimationFrame(() => setTimeout(() => { window.visibleAfter = performance.now(); }));
};
requestAnimationFrame(watch);
"""

COUNT = """
() => {
  const count = root => [...root.querySelectorAll('*')].reduce((n, e) => n + 1 + (e.shadowRoot ? count(e.shadowRoot) : 0), 0);
  return count(document.body);
}
"""


def render_with_treescope(tree):
    """CPU time in ms, the least of some runs, and the HTML."""
    least, spent, html = float("inf"), 0, ""
    while spent < 3_000:
        start = time.process_time()
        html = treescope.render_to_html(tree)
        took = 1000 * (time.process_time() - start)
        least, spent = min(least, took), spent + took
    return least, html


def render_with_solstice(folder):
    """CPU time in ms and the HTML of each tree, all from one JVM."""
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    class_path = os.environ.get("SOLSTICE_CLASSPATH", f"{JARS}/*")
    command = [java, "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED",
               "--sun-misc-unsafe-memory-access=allow", "-cp", f"{CLASSES}:{class_path}",
               "dev.solstice.render.BenchmarkTrees", folder]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    figures = [line.split("\t") for line in lines if line.count("\t") == 2]
    return {name: (float(cpu), Path(folder, name.replace(" ", "-") + ".html").read_text()) for name, cpu, _ in figures}


def look_at(browser, folder, html, times):
    """Elements of the page and the least time to visible in ms."""
    path = Path(folder, "page.html")
    path.write_text(f"<!doctype html><meta charset=utf-8><title>view</title><body>{html}", encoding="utf-8")
    least, elements = float("inf"), 0
    for _ in range(times):
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("window.visibleAfter", timeout=180_000, polling=50)
        least = min(least, page.evaluate("window.visibleAfter"))
        page.wait_for_load_state("load", timeout=180_000)
        elements = page.evaluate(COUNT)
        page.close()
    return elements, least


def main(names):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours = render_with_solstice(folder)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SOLSTICE_BROWSER") or shutil.which("chromium"), args=["--no-sandbox"])
        print(f"{'tree':14}{'figure':14}{'solstice':>12}{'treescope':>12}{'ratio':>9}")
        behind = 0
        for name in names:
            cpu, html = ours[name]
            their_cpu, their_html = render_with_treescope(TREES[name]())
            nodes, visible = look_at(browser, folder, html, 5)
            their_nodes, their_visible = look_at(browser, folder, their_html, 3 if len(their_html) < 500_000 else 1)
            figures = [("CPU ms", cpu, their_cpu), ("bytes", len(html.encode()), len(their_html.encode())),
                       ("DOM elements", nodes, their_nodes), ("visible ms", visible, their_visible)]
            for figure, mine, theirs in figures:
                enough = theirs / mine >= WANTED[name]
                behind += not enough
                print(f"{name:14}{figure:14}{mine:>12,.1f}{theirs:>12,.1f}{theirs / mine:>8.1f}x{'' if enough else '  behind'}",
                      flush=True)
        browser.close()
        return behind


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:] or list(TREES)) else 0)
