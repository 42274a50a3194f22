"""The magics, one by one, as a cell of a notebook calls them."""
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def elsewhere(kernel, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fails(kernel, code, kind, *words):
    result = kernel.run(code)
    assert result.status == "error"
    assert result.reply["ename"] == kind, result.reply
    for word in words:
        assert word in result.reply["evalue"]


@pytest.mark.parametrize("name, mime", [("html", "text/html"), ("javascript", "application/javascript"), ("markdown", "text/markdown")])
def test_a_body_is_shown_as_what_it_is(kernel, name, mime):
    result = kernel.run(f"%%{name}\n<b>bold</b>\nmore")
    assert result.of_type("execute_result")[0]["data"][mime] == "<b>bold</b>\nmore"


def test_bash_streams_and_fails_with_its_status(kernel):
    result = kernel.run("%%bash one\necho out $1; echo err >&2")
    assert (result.stream("stdout"), result.stream("stderr")) == ("out one\n", "err\n")
    fails(kernel, "%%bash\nexit 3", "ExitStatus", "3")


def test_an_interrupt_ends_bash_and_what_it_started(kernel, tmp_path):
    pid = tmp_path / "pid"
    cell = kernel.send(f"%%bash\nsleep 60 & echo $! > {pid}; wait")
    while not pid.exists() or not pid.read_text().strip():
        pass
    kernel.interrupt()
    assert kernel.collect(cell, timeout=5).reply["ename"] == "Interrupted"
    state = subprocess.run(["ps", "-o", "stat=", "-p", pid.read_text().strip()], capture_output=True, text=True).stdout
    assert state.strip() in ("", "Z")
    assert kernel.run("1").text == "1"


def test_what_env_sets_bash_finds(kernel):
    assert kernel.run("%env SOLSTICE_TEST=a b").status == "ok"
    assert kernel.run("%env SOLSTICE_TEST").text == "a b"
    assert kernel.run('%%bash\necho "$SOLSTICE_TEST"').stream() == "a b\n"
    assert "SOLSTICE_TEST=a b" in kernel.run("%env").text
    fails(kernel, "%env NO_SUCH_NAME", "MagicUsage", "NO_SUCH_NAME")


def test_a_file_is_written_appended_and_loaded(kernel, tmp_path):
    file = tmp_path / "Sum.jshell"
    kernel.run(f"%%writefile {file}\nint fromFile = 20;\n")
    kernel.run(f"%%writefile -a {file}\nfromFile + 1")
    assert file.read_text() == "int fromFile = 20;\nfromFile + 1\n"
    assert kernel.run(f"%load {tmp_path / 'Sum'}").text == "21"
    assert kernel.run("fromFile").text == "20"
    fails(kernel, "%load no/such/file", "NoSuchFile", "no/such/file")
    fails(kernel, "%%writefile\nx", "MagicUsage", "%%writefile")


def test_the_code_of_a_notebook_is_loaded(kernel, tmp_path):
    import nbformat.v4 as v4

    cells = [v4.new_markdown_cell("not Java"), v4.new_code_cell("int a = 3;"), v4.new_code_cell("a + 4")]
    (tmp_path / "other.ipynb").write_text(__import__("nbformat").writes(v4.new_notebook(cells=cells)))
    assert kernel.run(f"%load {tmp_path / 'other.ipynb'}").text == "7"


def test_time_says_how_long_and_keeps_the_value(kernel):
    line = kernel.run("%time Thread.sleep(30);")
    assert 0.03 <= float(line.stream().split("Wall time: ")[1].split()[0]) < 5
    cell = kernel.run("%%time\nint timed = 6;\ntimed * 7")
    assert cell.text == "42" and "CPU time" in cell.stream()
    failed = kernel.run("%%time\nint[] none = {};\nnone[0]")
    assert failed.reply["ename"] == "java.lang.ArrayIndexOutOfBoundsException" and "Wall time" in failed.stream()


def test_who_shows_variables_as_a_tree(kernel):
    kernel.run('var whoArray = zeros(3, 2); var whoText = "abc"; Object whoNothing = null;')
    shown = kernel.run("%who").of_type("execute_result")[0]["data"]
    for word in ("whoArray", "whoText", "whoNothing", "3"):
        assert word in shown["text/plain"]
    assert "text/html" in shown


def test_engine_shows_and_chooses(kernel):
    before = kernel.run("Engine.current().name()").text
    assert f"* {before}" in kernel.run("%engine").text
    assert "* host" in kernel.run("%engine host").text
    assert kernel.run("Engine.current().name()").text == "host"
    fails(kernel, "%engine abacus", "MagicUsage", "abacus", "host")
    kernel.run(f"%engine {before}")


def test_help_lists_every_magic(kernel):
    text = kernel.run("%help").text
    for name in ("%maven ", "%mavenRepo ", "%loadFromPOM ", "%%loadFromPOM ", "%jars ", "%classpath ", "%load ", "%time ", "%%time ",
                 "%%bash ", "%%html ", "%%javascript ", "%%markdown ", "%%writefile ", "%env ", "%engine ", "%who ", "%help "):
        assert name in text
    fails(kernel, "%nosuchmagic", "UnknownMagic", "%help")


@pytest.fixture(scope="module")
def jar(tmp_path_factory):
    """A jar with one text in it."""
    folder = tmp_path_factory.mktemp("jars")
    with zipfile.ZipFile(folder / "greeting.jar", "w") as archive:
        archive.writestr("greeting.txt", "hello from a jar")
    return folder / "greeting.jar"


READ = 'new String(Thread.currentThread().getContextClassLoader().getResourceAsStream("%s").readAllBytes())'


def test_jars_are_added_by_pattern_and_listed(fresh_kernel, jar):
    """Also when assigned to a variable, as IJava's own example notebook does."""
    result = fresh_kernel.run(f"List<String> added = %jars {jar.parent}/*.jar\nadded")
    assert result.text == f"[{jar}]", result.traceback
    assert fresh_kernel.run(READ % "greeting.txt").text == "hello from a jar"
    assert fresh_kernel.run("%jars /no/such/folder/*.jar").text == "[]"
    fails(fresh_kernel, "%classpath /no/such.jar", "NoSuchFile", "/no/such.jar")


@pytest.fixture
def never_downloaded():
    """The kernel reads the user's own settings and local repository: nothing of the test's artifact is there, before and after."""
    local = Path.home() / ".m2" / "repository" / "solstice-test"
    shutil.rmtree(local, ignore_errors=True)
    yield
    shutil.rmtree(local, ignore_errors=True)


def test_artifacts_come_from_a_repository(fresh_kernel, jar, tmp_path, never_downloaded):
    place = tmp_path / "repository" / "solstice-test" / "greeting" / "1.0"
    place.mkdir(parents=True)
    (place / "greeting-1.0.jar").write_bytes(jar.read_bytes())
    (place / "greeting-1.0.pom").write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>solstice-test</groupId><artifactId>greeting</artifactId><version>1.0</version></project>")
    url = (tmp_path / "repository").as_uri()
    fails(fresh_kernel, "%maven --offline solstice-test:greeting:1.0", "DependencyNotResolved", "solstice-test:greeting")
    added = fresh_kernel.run(f"%mavenRepo local {url}\n%maven solstice-test:greeting:1.0")
    assert added.status == "ok", added.traceback
    assert "1 of them new" in added.stream()
    assert fresh_kernel.run(READ % "greeting.txt").text == "hello from a jar"
    again = fresh_kernel.run(f"""%%loadFromPOM
        <repository><id>local</id><url>{url}</url></repository>
        <dependency><groupId>solstice-test</groupId><artifactId>greeting</artifactId><version>1.0</version></dependency>""")
    assert "0 of them new" in again.stream(), again.traceback


@pytest.mark.parametrize("code", ["%maven", "%maven no-colons", "%mavenRepo one", "%loadFromPOM", "%%loadFromPOM\n<dependency>"])
def test_wrong_use_is_explained(kernel, code):
    result = kernel.run(code)
    assert result.reply["ename"] in ("MagicUsage", "InvalidCoordinates", "InvalidPom")
    assert "\n\tat " not in result.traceback
