"""The fifteen acceptance tests of the tree view, in a real browser: in the pinned JupyterLab, trusted and not, in a page
exported by nbconvert, and in a document that treats outputs as VS Code's notebook does. And Notebook 7 in short."""

import base64
import copy
import json
import math
import re
import zlib
from contextlib import ExitStack

import nbformat
import pytest
from playwright.sync_api import expect
from tree_view import ROOT, NotebookPage, Page, TreeView, counts

WINDOW = {"width": 1280, "height": 900}
LETTERS = ("▲T", "■F", "◆N", "·S")


@pytest.fixture(scope="module")
def lab_page(lab, chromium, trees, target):
    """Opens the notebook of trees in JupyterLab, once a trust and theme."""
    with ExitStack() as contexts:
        pages = {}

        def of(trust, theme):
            if (trust, theme) not in pages:
                name = f"trees-{trust}-{theme}.ipynb"
                lab.put(name, trees.notebook, trusted=trust == "trusted")
                lab.use_theme(theme)
                page = contexts.enter_context(chromium.new_context(viewport=WINDOW)).new_page()
                page.goto(lab.url(name, workspace=f"trees-{trust}-{theme}"))
                pages[trust, theme] = NotebookPage(page, trees.notebook)
                pages[trust, theme].output("net")
                page.screenshot(path=target / "screenshots" / f"tree-{trust}-{theme}.png")
            return pages[trust, theme]

        yield of
    lab.stop_kernels()


@pytest.fixture(scope="module")
def exported(trees, target):
    """The notebook of trees as nbconvert exports it."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter()
    exporter.embed_images = True
    file = target / "executed" / "trees.html"
    file.write_text(exporter.from_notebook_node(trees.notebook)[0], encoding="utf-8", errors="replace")
    return file.as_uri()


@pytest.fixture
def page(chromium):
    with chromium.new_context(viewport=WINDOW) as context:
        yield Page(context.new_page())


# ---- 1: without trust, without scripts, without styles ------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_01_an_untrusted_notebook_in_jupyterlab_shows_the_whole_tree(lab_page, theme):
    notebook = lab_page("untrusted", theme)
    notebook.page.wait_for_selector('#jp-main-statusbar [data-icon="ui-components:not-trusted"]', state="attached")
    view = notebook.tree("net")
    assert_complete(view)
    assert view.root.locator("script, button, input").count() == 0


def test_01_a_page_exported_by_nbconvert_needs_no_javascript(chromium, exported):
    with chromium.new_context(java_script_enabled=False, offline=True, viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(exported)
        assert_complete(TreeView(page, page.locator(ROOT).first))


def test_01_without_any_style_each_leaf_still_says_its_part(page, trees):
    html = re.sub(r"<(style|script)\b.*?</\1>", "", trees.html("net"), flags=re.DOTALL)
    view = page.show(re.sub(r' (style|class|title)=("[^"]*"|[^\s>]+)', "", html), root="body > div")
    assert_complete(view)


def assert_complete(view):
    assert view.height() > 40
    words = view.text()
    assert "Net" in words and "total 14 leaves" in words
    assert "<details" not in words and "</" not in words and "jxt1" not in words
    arrays = [line for line in view.leaf_lines() if re.search(r"\b[fi]32\[", line)]
    assert len(arrays) == 12
    assert all(line.startswith(LETTERS) for line in arrays), arrays
    assert any(line.startswith("·S") and "activation=relu" in line for line in view.leaf_lines())
    height = view.height()
    node = view.some_node()
    node.evaluate("node => node.id = 'folds'")
    node = view.root.locator("#folds")
    for fold in (node.click, lambda: node.press("Enter"), lambda: node.press("Space")):
        fold()
        assert abs(view.height() - height) > 10
        node.click()
        assert view.height() == height


# ---- 2: themes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("trust", ["untrusted", "trusted"])
def test_02_every_text_can_be_read_in_jupyterlabs_themes(lab_page, trust, theme):
    notebook = lab_page(trust, theme)
    assert (notebook.page.evaluate("document.body.dataset.jpThemeLight") == "false") == (theme == "dark")
    assert_readable(notebook.tree("net"), theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_02_every_text_can_be_read_in_vs_codes_themes(page, trees, theme):
    assert_readable(page.show_as_vs_code(trees.html("net"), theme=theme), theme)


def assert_readable(view, theme):
    contrasts = view.contrasts()
    assert len(contrasts) >= 20
    assert [each for each in contrasts if each["contrast"] < 4.5] == []
    assert view.root.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert view.white_share() < 0.05 if theme == "dark" else view.white_share() > 0.5


# ---- 3: one view among others -------------------------------------------------------------------


def test_03_nothing_leaks_into_the_page(page, trees):
    sentinels = """<details><summary>s</summary><ul><li>x</li></ul></details><table><tr><th>a</th><td class="jr">b</td></tr></table>
        <b class="l jh p0">bold</b><button class="jc">b</button><input class="jk"><pre class="jn">p</pre><img alt="i">"""
    plain = page.styles_of(sentinels)
    page.show_as_vs_code(sentinels + trees.html("net") + trees.html("nan") + sentinels, theme="light")
    assert page.styles_of_all("#output > div :not(.jxt1-root, .jxt1-root *)") == plain * 2


def test_03_outputs_of_two_versions_and_copies_of_an_output_are_hydrated_once_each(page, trees):
    html = trees.html("net")
    page.show_as_vs_code(html, theme="light")
    page.add_as_vs_code(html)
    page.add_as_vs_code(of_another_version(html))
    page.add_as_vs_code(html)
    roots = page.page.locator(".jxt1-root, .jxt0-root")
    assert roots.count() == 4
    for index in range(4):
        view = TreeView(page.page, roots.nth(index))
        assert view.root.locator("[role=tree]").count() == 1 and view.root.get_by_role("searchbox").count() == 1
        before = view.visible_titles()
        view.root.get_by_role("button", name="collapse").click()
        assert len(view.visible_titles()) < len(before)
    assert len(TreeView(page.page, roots.first).visible_titles()) > 1, "each has its own controls"


def of_another_version(html):
    """The same output as another version of Solstice would write it: its prefix is another one, in the script too."""

    def changed(match):
        code = zlib.decompress(base64.b64decode(match[1]), wbits=-15).replace(b"jxt1", b"jxt0")
        packer = zlib.compressobj(wbits=-15)
        return "atob('" + base64.b64encode(packer.compress(code) + packer.flush()).decode() + "')"

    return re.sub(r"atob\('([^']*)'\)", changed, html).replace("jxt1", "jxt0")


# ---- 4: figures ---------------------------------------------------------------------------------


def test_04_legend_rows_and_kernel_count_the_same(page, trees):
    view = page.show_as_vs_code(trees.html("net"))
    leaves = [line.split("\t") for line in trees.text("net-facts").splitlines()]

    def counted(prefix):
        found = {}
        for path, letter, params in leaves:
            if path.startswith(prefix):
                n, sum_ = found.get(letter, (0, 0))
                found[letter] = (n + 1, sum_ + int(params))
        return found

    names = {"T": "trainable", "F": "frozen", "N": "non-differentiable", "S": "static"}
    assert view.legend() == {names[letter]: count for letter, count in counted("").items()}
    assert view.leaf_counts() == counted("")
    for branch in ["", ".layers()", ".layers().get(0)", ".layers().get(1)", ".scales()"]:
        assert view.params_of(branch) == sum(params for _, params in counted(branch).values())
        assert view.shares_of(branch) in ({}, {k: p for k, (_, p) in counted(branch).items() if p})


# ---- 5: paths -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tag, variable, type_", [("net", "net", "Net"), ("mixed", "mixed", "LinkedHashMap<String, Object>")])
def test_05_every_copied_path_compiles_and_leads_to_its_leaf(page, trees, tag, variable, type_):
    view = page.show_as_vs_code(trees.html(tag))
    view.button("expand").click()
    copied = {}
    for title in view.titles():
        view.focus(title)
        page.page.keyboard.press("c")
        copied[title] = page.copied()
    assert len(copied) > 15
    checks = [
        f"((Function<{type_}, Object>) {java}).apply({variable}) == KeyPath.parse({json.dumps(path, ensure_ascii=False)}).get({variable})"
        for path, java in copied.items()
    ]
    assert trees.ask("List.of(" + ",\n".join(checks) + ").stream().allMatch(same -> same)") == "true"


def test_05_several_rows_are_copied_as_a_call_of_tree_at(page, trees):
    view = page.show_as_vs_code(trees.html("net"))
    view.focus(".layers().get(0).weight()")
    page.page.keyboard.press("Shift+ArrowDown")
    view.row('.scales().get("two words")').click(modifiers=["Control"])
    assert view.root.locator("[aria-selected=true]").count() == 3
    view.button("copy").click()
    call = page.copied()
    assert call.startswith("Tree.at(model, List.of(m -> m.layers().get(0).weight(), m -> m.layers().get(0).bias(), m -> ")
    assert trees.ask(f"Net copyOf(Net model) {{ return {call}; }}\nTree.equal(copyOf(net), net)") == "true"


# ---- 6: NaN -------------------------------------------------------------------------------------


def test_06_nan_opens_its_ancestors_is_counted_at_each_and_found(page, trees):
    view = page.show_as_vs_code(trees.html("nan"))
    path = ".blocks().get(9).attention().query().linear().weight()"
    steps = ["", ".blocks()", ".blocks().get(9)", ".blocks().get(9).attention()", ".blocks().get(9).attention().query()",
             ".blocks().get(9).attention().query().linear()"]
    for step in steps:
        assert "⚠ 1" in view.row(step).inner_text()
        assert view.row(step).get_attribute("aria-expanded") == "true"
    assert "⚠ NaN 64" in view.row(path).inner_text()
    assert "⚠" not in view.row(".blocks().get(8)").inner_text()
    view.search("nan")
    assert view.status() == "1 found"
    assert view.current() == path and view.row(path).is_visible()
    assert not view.row(".embedding()").is_visible()
    view.search("")
    assert view.row(".embedding()").is_visible()


# ---- 7: keys and roles --------------------------------------------------------------------------


def test_07_keys_alone_reach_a_leaf_and_copy_it_and_the_notebook_stays_as_it_is(lab_page):
    notebook = lab_page("trusted", "light")
    page = notebook.page
    view = notebook.tree("net")
    page.evaluate(Page.CLIPBOARD)
    state = """() => [document.querySelector('.jp-Notebook').className,
        [...document.querySelectorAll('.jp-Cell.jp-mod-active')].map(e => e.dataset.windowedListIndex), document.querySelectorAll('.jp-Cell').length]"""
    assert view.root.locator("[role=treeitem][tabindex='0']").count() == 1, "one tab stop"
    view.button("copy").focus()
    page.keyboard.press("Tab")
    before = page.evaluate(state)
    assert view.focused() == ""
    # In command mode x cuts the cell, d d deletes it and z undoes that; no row's name begins so.
    for key in ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "x", "d", "d", "z", "c"]:
        page.keyboard.press(key)
    assert page.evaluate("copied.at(-1)") == "m -> m.layers().get(0).bias()"
    assert view.root.evaluate("e => getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus is seen"
    page.keyboard.press("ArrowLeft")
    assert view.focused() == ".layers().get(0)"
    page.keyboard.press("Enter")
    expect(view.row(".layers().get(0)")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(view.row(".layers().get(0)")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("End")
    assert view.focused() == view.visible_titles()[-1]
    page.keyboard.press("/")
    page.keyboard.type("dd")
    assert view.search_text() == "dd"
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.evaluate(state) == before


def test_07_the_accessibility_tree_has_levels_sizes_and_states(page, trees):
    view = page.show_as_vs_code(trees.html("net"))
    tree, items = page.accessibility()
    assert "Net" in tree["name"] and "trainable" in tree["name"]
    by_name = {name: item for item in items for name in [item["name"]]}
    assert len(items) == len(view.visible_titles())
    layers = next(item for name, item in by_name.items() if " layers List×3" in name)
    assert (layers["level"], layers["expanded"]) == (2, True)
    fold = view.root.locator("details:not([open]) > summary").count() + view.root.locator("details[open] > summary").count()
    assert fold == view.root.locator("[role=treeitem][aria-expanded]").count()
    sizes = view.root.evaluate("""root => [...root.querySelectorAll('[role=group]')].map(group => {
        const rows = [...group.querySelectorAll(':scope > .jr, :scope > li > details > .jr')];
        return rows.every((row, i) => row.ariaPosInSet == i + 1 && row.ariaSetSize == rows.length);
    })""")
    assert sizes and all(sizes)


# ---- 8: colour ----------------------------------------------------------------------------------


@pytest.mark.parametrize("deficiency", ["deuteranopia", "achromatopsia"])
def test_08_parts_are_told_apart_without_colour(page, trees, target, deficiency):
    view = page.show_as_vs_code(trees.html("net"))
    page.page.context.new_cdp_session(page.page).send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    view.root.screenshot(path=target / "screenshots" / f"tree-{deficiency}.png")
    badges = view.badges()
    assert {text for text, _, _ in badges} == set(LETTERS)
    lines = {text: line for text, line, width in badges if width > 0}
    assert len(set(lines.values())) == 4, lines


def test_08_forced_colours_keep_the_lines(page, trees):
    page.page.emulate_media(forced_colors="active")
    view = page.show_as_vs_code(trees.html("net"))
    lines = {(text, line) for text, line, width in view.badges() if width > 0}
    assert lines == {("▲T", "solid"), ("■F", "dashed"), ("◆N", "double"), ("·S", "dotted")}


# ---- 9: budgets ---------------------------------------------------------------------------------

#: Bytes, elements at load, and seconds until rows are seen (spec 5.7); times are for a machine of its own.
BUDGETS = {"mlp": (20_000, 600, 0.2), "transformer": (130_000, 3_000, 0.3), "ten-thousand": (300_000, 3_000, 0.4),
           "integers": (15_000, 600, 0.2)}
OTHERS_ON_THIS_MACHINE = 3


@pytest.mark.parametrize("tag", BUDGETS)
def test_09_size_elements_and_time_keep_their_budgets(page, trees, tag):
    size, elements, seconds = BUDGETS[tag]
    html = trees.html(tag)
    assert len(html.encode()) <= size
    shown = [page.time_to_show(html) for _ in range(3)]
    assert page.page.locator(f"{ROOT} .jr:visible").count() > 0
    assert page.page.locator(f"{ROOT} *").count() <= elements + 20, "and the controls"
    assert min(shown) <= seconds * OTHERS_ON_THIS_MACHINE


def test_09_a_row_of_the_payload_opens_at_once(page, trees):
    view = page.show_as_vs_code(trees.html("ten-thousand"))
    view.root.hover()
    assert view.root.locator(".jxt1-rest").count() == 0 or page.page.wait_for_selector(".jxt1-rest", state="detached") is None
    took = sorted(page.page.evaluate("""async () => {
        const times = [];
        for (const mark of [...document.querySelectorAll('.jz')].slice(0, 5)) {
            const fold = mark.closest('details'), start = performance.now();
            await new Promise(done => { new MutationObserver(done).observe(fold.lastChild, {childList: true}); fold.open = true; });
            times.push(performance.now() - start);
        }
        return times;
    }"""))
    assert took[len(took) // 2] <= 50, took
    assert page.page.evaluate("performance.memory.usedJSHeapSize") < 50e6


def test_09_expanding_all_and_searching_reach_rows_of_the_payload(page, trees):
    view = page.show_as_vs_code(trees.html("ten-thousand"))
    assert view.row('.get("group9").get("sub9").get("leaf99")').count() == 0
    view.search("leaf77")
    assert re.fullmatch(r"\d\d+\+ found", view.status())
    assert view.current().endswith('.get("leaf77")')
    view.search("")
    view.search('.get("group9").get("sub9").get("leaf99")')
    assert view.current() == '.get("group9").get("sub9").get("leaf99")'
    view.search("")
    view.button("expand").click()
    page.page.wait_for_function("() => document.querySelectorAll('.jr').length > 1000")
    view.button("collapse").click()
    assert len(view.visible_titles()) <= 11, "the root and what is directly below it"


# ---- 10: two trees ------------------------------------------------------------------------------


def test_10_one_changed_leaf_is_the_only_one_open(page, trees):
    view = page.show_as_vs_code(trees.html("diff"))
    assert "1 changed, 0 added, 0 removed of 14 leaves" in view.text()
    changes = {title: words for title, words in view.changes().items() if words.startswith("±")}
    path = ".layers().get(1).bias()"
    assert set(changes) == {"", ".layers()", ".layers().get(1)", path}
    assert "max|Δ| 0.50" in changes[path]
    assert view.row(path).is_visible()
    for equal in (".layers().get(0)", ".layers().get(2)", ".scales()"):
        assert view.row(equal).get_attribute("aria-expanded") == "false"
        assert "leaves equal" in view.row(equal).inner_text()


def test_10_a_change_of_shape_shows_both_shapes(page, trees):
    view = page.show_as_vs_code(trees.html("diff-shape"))
    assert view.changes()[".layers().get(2).weight()"] == "≠ f32[2,16]→f32[5,16]"


def test_10_norms_of_gradients_add_up_and_sort_the_rows(page, trees):
    view = page.show_as_vs_code(trees.html("overlay"))
    norms = view.norms()
    assert norms[""] == pytest.approx(float(trees.text("overlay-facts")), rel=1e-6)
    for branch in ("", ".layers()", ".layers().get(1)", ".scales()"):
        below = [norm for title, norm in view.norms(leaves=True).items() if title.startswith(branch)]
        assert norms[branch] == pytest.approx(math.sqrt(sum(norm**2 for norm in below)), rel=1e-6)
    before = view.visible_titles()
    view.root.get_by_title("sort by grad").click()
    sorted_ = [norms[title] for title in view.visible_titles() if re.fullmatch(r"\.layers\(\)\.get\(\d\)", title)]
    assert sorted_ == sorted(sorted_, reverse=True)
    assert view.visible_titles() != before and sorted(view.visible_titles()) == sorted(before)
    view.root.get_by_title("sort by grad").click()
    assert view.visible_titles() == before


# ---- 11: hostile content ------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["hostile", "hostile-later"])
def test_11_hostile_names_and_values_are_text(page, trees, tag):
    view = page.show_as_vs_code(trees.html(tag))
    view.button("expand").click()
    page.page.wait_for_timeout(200)
    words = view.root.evaluate("root => root.textContent")
    for text in ["<img src=x onerror=pwned=1>", "</script><script>pwned=1</script>", "&quot; &amp;", "\\u202egnp.exe", "__proto__", "<!--", "]]>"]:
        assert text in words, text
    assert page.page.evaluate("window.pwned") is None
    assert view.root.locator("img, iframe, [onerror], [onmouseover]").count() == 0
    assert page.page.evaluate("({}).polluted") is None
    view.search("__proto__")
    assert view.status().endswith("found")


def test_11_hostile_content_is_text_in_a_page_that_is_parsed(page, exported):
    page.page.goto(exported)
    assert page.page.evaluate("window.pwned") is None
    assert page.page.locator(f"{ROOT} [role=tree]").count() > 10


# ---- 12: static and hydrated --------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["net", "nan", "mixed", "ten-thousand"])
def test_12_the_script_adds_controls_and_changes_no_word(chromium, page, trees, tag):
    with chromium.new_context(java_script_enabled=False) as context:
        static = Page(context.new_page()).show(trees.html(tag)).facts()
    view = page.show_as_vs_code(trees.html(tag))
    hydrated = view.facts()
    assert static == hydrated and len(static) > 10
    view.button("expand").click()
    page.page.wait_for_timeout(500)
    assert set(static) <= set(view.facts())
    if tag == "ten-thousand":
        rows = [fact for fact in view.facts() if re.search(r"leaf\d+ f32\[4,4\] \d", fact[1])]
        assert len(rows) > 1000 and all(re.match(r"▲T leaf\d+ f32\[4,4\] 16 64 B ([▁-█]{8} )?μ", text) for _, text in rows), rows[:3]


# ---- 13: print ----------------------------------------------------------------------------------


def test_13_in_print_all_rows_are_open_and_no_control_is_seen(page, trees):
    view = page.show_as_vs_code(trees.html("nan"))
    folded = view.root.locator("details:not([open]):not(:has(> ul > .jz))").count()
    assert folded > 5
    page.page.emulate_media(media="print")
    page.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert view.root.locator("details:not([open]):not(:has(> ul > .jz))").count() == 0
    assert "trainable" in view.root.locator(".jxt1-legend").inner_text()
    assert not view.button("expand").is_visible() and not view.root.get_by_role("searchbox").is_visible()
    page.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert view.root.locator("details:not([open]):not(:has(> ul > .jz))").count() == folded
    assert len(page.page.pdf()) > 5_000


# ---- 14: odd trees ------------------------------------------------------------------------------


@pytest.mark.parametrize("tag, words", [
    ("odd", ["⚠ 2", "good f32[1]", "broken ⚠ IllegalStateException: not yet", "silent ⚠ UnsupportedOperationException: silent"]),
    ("cyclic", ["↻ cycle to the root"]),
    ("shared", ["⤴ same as .get(\"embed\")", "shared 1 leaf", "trainable 4 params"]),
    ("empty", ["List×0"]),
    ("statics", ["Settings", "width=3", "bias=true", "name=\"<b>\""]),
    ("leaf", ["·S \"leaf\""]),
])
def test_14_odd_trees_are_shown(page, trees, tag, words):
    errors = []
    page.page.on("pageerror", lambda error: errors.append(error))
    view = page.show_as_vs_code(trees.html(tag))
    text = " ".join(view.root.evaluate("root => root.textContent").split())
    assert [each for each in words if each not in text] == []
    assert errors == []


def test_14_ten_thousand_levels_are_followed_as_far_as_anyone_looks(page, trees):
    view = page.show_as_vs_code(trees.html("deep"))
    view.search("nested deeper than")
    assert view.status() == "1 found"
    assert view.row(view.current()).is_visible(), "so far to the right that one has to scroll, but not of width 0"


# ---- 15: saving ---------------------------------------------------------------------------------


def test_15_a_saved_notebook_grows_by_what_it_shows_and_shows_it_again(lab, lab_page, trees):
    view = lab_page("trusted", "light").tree("net")
    view.button("collapse").click()
    page = view.page
    page.get_by_role("menuitem", name="File", exact=True).click()
    with page.expect_response(lambda response: response.request.method == "PUT" and "trees-trusted-light" in response.url):
        page.get_by_text("Save Notebook", exact=True).click()
    saved = (lab.notebooks / "trees-trusted-light.ipynb").read_text(encoding="utf-8")
    assert "data-jx=" not in saved and "aria-level=" not in saved, "hydration is not saved"
    page.reload()
    again = NotebookPage(page, trees.notebook).tree("net")
    assert again.text() and again.root.get_by_role("searchbox").count() == 1
    assert len(again.visible_titles()) > 1


def test_15_outputs_take_no_more_room_than_their_content(trees):
    empty = copy.deepcopy(trees.notebook)
    shown = 0
    for cell in empty.cells:
        for output in cell.outputs:
            shown += sum(len(json.dumps(content)) for content in output.get("data", {}).values()) + len(output.get("text", ""))
        cell.outputs = []
    grown = len(nbformat.writes(trees.notebook)) - len(nbformat.writes(empty))
    assert grown <= shown + 2048 * len(empty.cells)


# ---- Notebook 7 ---------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_notebook_7_shows_the_tree_with_all_its_controls(lab, chromium, trees, target, theme):
    name = f"trees-notebook-7-{theme}.ipynb"
    lab.put(name, trees.notebook, trusted=True)
    lab.use_theme(theme)
    with chromium.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(lab.url_in_notebook_7(name))
        view = NotebookPage(page, trees.notebook).tree("net")
        assert page.locator("#jp-NotebookLogo").count() == 1, "this is Notebook 7, not JupyterLab"
        view.root.get_by_role("searchbox").wait_for()
        assert_readable(view, theme)
        page.screenshot(path=target / "screenshots" / f"tree-notebook-7-{theme}.png")
        everything = view.visible_titles()
        view.search("bias")
        assert re.fullmatch(r"\d+ found", view.status())
        assert 0 < len(view.visible_titles()) < len(everything)
        view.search("")
        assert view.visible_titles() == everything
        static = view.root.locator(".jxt1-legend > *", has_text="static")
        static.click()
        badges = {text for text, _, _ in view.badges()}
        assert "·S" not in badges and "▲T" in badges
        static.click()
        assert view.visible_titles() == everything
    lab.stop_kernels()


# ---- Arrays -------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag, cell, index, value", [
    ("heatmap", (10, 20), "[10, 20]", 10 * 48 + 20 - 1500), ("heatmap", (3, 5), "[3, 5]", None),
    ("heatmap", (63, 47), "[63, 47]", 64 * 48 - 1 - 1500), ("tiles", (4 + 3, 2 * 4), "[1, 2, 3, 0]", 48 + 32 + 12)])
def test_the_value_under_the_pointer_is_shown(page, trees, tag, cell, index, value):
    page.show_as_vs_code(trees.html(tag))
    image = page.page.locator(f"{ROOT} img").first
    tall, wide, gap = map(int, image.get_attribute("data-heat").split()[4:7])
    rows, columns = map(int, image.get_attribute("data-heat").split()[2:4])
    across, down = cell[1] * wide + cell[1] // columns * gap + wide / 2, cell[0] * tall + cell[0] // rows * gap + tall / 2
    image.hover(position={"x": across, "y": down})
    shown = page.page.locator(f"{ROOT} img + .js").first
    page.page.wait_for_function("() => document.querySelector('img + .js').textContent")
    words = shown.inner_text().strip()
    assert words.startswith(index), words
    if value is None:
        assert words.endswith("NaN")
    else:
        range_ = 3200 if tag == "heatmap" else 96
        assert abs(float(words.split("≈")[1]) - value) <= range_ / 96 + 0.05 * abs(value), words
    page.page.mouse.move(0, 0)
    page.page.wait_for_function("() => !document.querySelector('img + .js').textContent")
