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
    assert kernel.run('%env SOLSTICE_OTHER c\n%env SOLSTICE_OTHER').text == "c"
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


def test_time_takes_java_as_it_is_written(kernel):
    assert kernel.run('%time "a  \\"b\\"".length()').text == "6"


def test_who_shows_variables_as_a_tree(kernel):
    kernel.run('var whoArray = zeros(3, 2); var whoText = "abc"; Object whoNothing = null; record WhoSpot(int x, List<Integer> ys) {}')
    kernel.run('var whoSpot = new WhoSpot(1, List.of(2, 3)); var whoMap = Map.of("k", new int[] {1, 2, 3, 4, 5, 6, 7});')
    lines = kernel.run("%who").text.splitlines()
    for line in ["Array whoArray = f32[3,2]", 'String whoText = "abc"', "Object whoNothing = null", "WhoSpot whoSpot = WhoSpot[x=1, ys=[2, 3]]",
                 'Map<String,int[]> whoMap = {"k"=[1, 2, 3, 4, 5, … 7]}']:
        assert line in lines
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
    for name in ("%dependency ", "%image ", "%jshell ", "%%jars "):
        assert name in text
    fails(kernel, "%nosuchmagic", "UnknownMagic", "%help")


def test_help_about_one_magic(kernel):
    assert kernel.run("%help maven").text.startswith("%maven GROUP")
    assert [line.split()[0] for line in kernel.run("%help time").text.splitlines()] == ["%time", "%%time:"]
    assert max(len(line) for line in kernel.run("%help").text.splitlines()) <= 160
    fails(kernel, "%help nosuch", "MagicUsage", "nosuch")


@pytest.mark.parametrize("code, words", [
    ("%WHO", ["do you mean %who"]), ("%pip install numpy", ["%maven GROUP:ARTIFACT:VERSION"]), ("%%js\n1", ["%%javascript"]),
])
def test_magics_of_other_kernels_are_answered_by_what_does_the_same_here(kernel, code, words):
    fails(kernel, code, "UnknownMagic", *words)


@pytest.mark.parametrize("code, kind, word", [
    ("%%writefile two words.txt\nx", "MagicUsage", "words.txt"), ("%load one two", "MagicUsage", "two"), ("%who 3", "MagicUsage", "%who"),
    ("%%writefile no/such/folder/x.txt\nx", "NoSuchFile", "no/such/folder"), ("%time", "MagicUsage", "%time CODE"),
    ("%maven a:b", "InvalidCoordinates", "a:b:RELEASE"), ('%maven "a:b:1', "MagicUsage", "quotation mark"), ("%mavenRepo x nowhere", "MagicUsage", "nowhere"),
    ("%%loadFromPOM\nnothing", "InvalidPom", "<dependency>"), ("%%loadFromPOM\n<dependency><groupId>g</groupId></dependency>", "InvalidPom", "artifactId"),
])
def test_what_would_be_overlooked_is_an_error(kernel, code, kind, word):
    fails(kernel, code, kind, word)


def test_no_jar_is_no_jar(kernel, tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    fails(kernel, f"%jars {tmp_path}/notes.txt", "NoJar", "notes.txt")
    assert "no file matches" in kernel.run("%jars none/*.jar").stream("stderr")


def test_a_magic_may_stand_in_a_block_as_in_ijava(kernel):
    assert kernel.run("for (int i = 0; i < 2; i++) {\n    %env IN_BLOCK=x\n}\nint afterBlock = 3;\nafterBlock").text == "3"
    assert kernel.run("%env IN_BLOCK").text == "x"
    failed = kernel.run("if (true) {\n    %env IN_BLOCK=y\n}\nint wrong = missing;")
    assert "line 4" in failed.reply["evalue"] or "line 4" in failed.traceback
    assert kernel.run("1 + 1\n%env IN_BLOCK").text == "y", "an expression needs no semicolon before it"


@pytest.mark.parametrize("code, value", [
    ("int noMagic = 17\n  %x7;\nnoMagic", "3"), ('String percent = """\n;\n%who\n""";\npercent', ";\n%who\n"), ("/*;\n%who\n*/\n5", "5"),
    ("Math.abs(17\n%x7)", "3"),
])
def test_percent_signs_that_are_no_magics(kernel, code, value):
    kernel.run("int x7 = 7;")
    assert kernel.run(code).text.strip() == value.strip()


@pytest.mark.parametrize("typed, meant", [("%mavn a:b:1", "do you mean %maven GROUP:ARTIFACT:VERSION..."), ("%bash\nls", "do you mean %%bash"),
                                          ("%%maven a:b:1", "do you mean %maven"), ("%%writeFile x\ny", "do you mean %%writefile [-a] FILE")])
def test_a_misspelt_magic_gets_the_nearest_one(kernel, typed, meant):
    fails(kernel, typed, "UnknownMagic", meant)


def test_magics_and_their_files_are_completed_and_explained(kernel, tmp_path):
    def complete(code):
        kernel.client.complete(code, len(code))
        return kernel.client.get_shell_msg(timeout=10)["content"]

    assert complete("%maven")["matches"] == ["%maven", "%mavenRepo"]
    assert complete("int x = 1;\n%%wr")["matches"] == ["%%writefile"]
    (tmp_path / "own.jsh").write_text("1")
    assert complete(f"%load {tmp_path}/ow")["matches"] == ["own.jsh"]
    kernel.client.inspect("%maven a:b", 3)
    help = kernel.client.get_shell_msg(timeout=10)["content"]
    assert help["found"] and "--offline" in help["data"]["text/plain"]
    assert "--offline" in kernel.run("%maven?").reply["payload"][0]["data"]["text/plain"]


def test_what_fails_in_a_loaded_file_is_named(kernel, tmp_path):
    (tmp_path / "bad.jsh").write_text("int ok = 1;\nint bad = missing;")
    result = kernel.run(f"%load {tmp_path}/bad.jsh")
    assert f"In {tmp_path}/bad.jsh:" in result.traceback and "line 2" in result.traceback


def test_the_magics_of_rapaios_kernel(kernel, tmp_path):
    kernel.run("record Spot(int x) {}\nint twice(int n) { return 2 * n; }\nint spots = 3; String types = \"/types\";")
    assert "record Spot" in kernel.run("%jshell /types").text
    assert "record Spot" in kernel.run("// filled in\n%jshell \\{types}").text
    assert "twice" in kernel.run("%jshell /methods").text and "twice" not in kernel.run("%jshell /types").text
    assert "spots" in kernel.run("%jshell /vars").text
    assert "java.util.*" in kernel.run("%jshell /imports").text
    fails(kernel, "%jshell /exit", "MagicUsage", "/exit", "/vars")
    kernel.run(f"""javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(4, 3, 1), "png", new File("{tmp_path}/dot.png"));""")
    assert kernel.run(f"%image {tmp_path}/dot.png").of_type("execute_result")[0]["data"]["image/png"].startswith("iVBOR")
    fails(kernel, "%image no.png", "NoSuchFile", "no.png")
    fails(kernel, "%image http://localhost:1/no.png", "NoPicture", "http://localhost:1/no.png", "Connection refused")
    assert "central" in kernel.run("%dependency /list-repos").text
    fails(kernel, "%dependency /ad a:b:1", "MagicUsage", "/ad", "/resolve")


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


@pytest.mark.parametrize("cell", ["%jars {folder}", "%jar {folder}/greeting.jar", "%%jars\n{folder}/greeting.jar\n", "%classpath {folder}/*.jar"])
def test_jars_are_added_in_every_way(kernel, jar, cell):
    assert kernel.run(cell.format(folder=jar.parent)).text == f"[{jar}]"


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


def put(repository, version, jar, classifier="", dependencies="", artifact="greeting"):
    """An artifact in a folder that is a Maven repository."""
    place = repository / "solstice-test" / artifact / version
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{artifact}-{version}{classifier and '-' + classifier}.jar").write_bytes(jar)
    (place / f"{artifact}-{version}.pom").write_text(f"<project><modelVersion>4.0.0</modelVersion><groupId>solstice-test</groupId>"
        f"<artifactId>{artifact}</artifactId><version>{version}</version>{dependencies}</project>")
    versions = sorted(entry.name for entry in place.parent.iterdir() if entry.is_dir())
    (place.parent / "maven-metadata.xml").write_text(f"<metadata><groupId>solstice-test</groupId><artifactId>{artifact}</artifactId><versioning>"
        f"<latest>{versions[-1]}</latest><release>{versions[-1]}</release><lastUpdated>20260101000000</lastUpdated><versions>{''.join(f'<version>{v}</version>' for v in versions)}</versions></versioning></metadata>")


def jar_with(text):
    from io import BytesIO

    bytes = BytesIO()
    with zipfile.ZipFile(bytes, "w") as archive:
        archive.writestr(text + ".txt", text)
    return bytes.getvalue()


def test_coordinates_may_have_classifiers_and_ranges_and_poms_scopes(fresh_kernel, tmp_path, never_downloaded):
    repository = tmp_path / "repository"
    for version in ("1.0", "1.5", "2.0"):
        put(repository, version, jar_with("plain-" + version))
    put(repository, "1.0", jar_with("native-1.0"), classifier="linux")
    put(repository, "1.0", jar_with("tested"), artifact="tool")
    fresh_kernel.run(f"%mavenRepo local {repository.as_uri()}")

    def added(code):
        result = fresh_kernel.run(code + '\nString.join(" ", magic("dependency /list-artifacts").toString().lines().map(l -> l.replaceAll(".*/", "")).toList())')
        assert result.status == "ok", result.traceback
        return result.text.split()

    fails(fresh_kernel, "%maven solstice-test:greeting:3.0", "DependencyNotResolved", "there is solstice-test:greeting in 2.0, 1.5, 1.0")
    assert added("%maven solstice-test:greeting:RELEASE") == ["greeting-2.0.jar"]
    assert added("%maven solstice-test:greeting:jar:linux:1.0")[-1] == "greeting-1.0-linux.jar"
    assert added("%maven solstice-test:greeting:[1.0,2.0)")[-1] == "greeting-1.5.jar"
    pom = "<dependency><groupId>solstice-test</groupId><artifactId>tool</artifactId><version>1.0</version><scope>test</scope></dependency>"
    (tmp_path / "pom.xml").write_text(f"<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>"
        f"<version>1</version><dependencies>{pom}</dependencies></project>")
    assert added(f"%loadFromPOM {tmp_path}/pom.xml")[-1] == "greeting-1.5.jar"
    assert added(f"%loadFromPOM {tmp_path}/pom.xml test")[-1] == "tool-1.0.jar"
    assert added("%dependency /add solstice-test:greeting:1.0\n%dependency /resolve")[-1] == "greeting-1.0.jar"


@pytest.mark.parametrize("code", ["%maven", "%maven no-colons", "%mavenRepo one", "%loadFromPOM", "%%loadFromPOM\n<dependency>"])
def test_wrong_use_is_explained(kernel, code):
    result = kernel.run(code)
    assert result.reply["ename"] in ("MagicUsage", "InvalidCoordinates", "InvalidPom")
    assert "\n\tat " not in result.traceback
