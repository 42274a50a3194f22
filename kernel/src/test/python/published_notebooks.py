"""Notebooks that other projects publish run unchanged, each cell with the outcome that its project published.

SOLSTICE_NOTEBOOKS=FOLDER python -m pytest published_notebooks.py

They are not copied into this repository, and tests fetch nothing but packages: the folder has them as OWNER/REPOSITORY/PATH, each
of the commit named here, which its checksum shows. What they depend on comes from Maven Central.
"""
import hashlib
import json
import os
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kernel_session import Session, strip_ansi

NO_WEB = "NoPicture.*https://|IIOException"
NO_PROGRAM = "ExitStatus.*127"


@dataclass(frozen=True)
class Repository:
    name: str
    commit: str

    def copy(self, path, sha256, folder):
        """Puts the file into the folder, under the path that it has in its repository."""
        content = Path(os.environ["SOLSTICE_NOTEBOOKS"], self.name, path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256, f"{self.name}/{path} is not that of {self.commit}"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file


@dataclass(frozen=True)
class Notebook:
    """A published notebook and, by their indices in it, the cells whose outcome is not the published one."""

    repository: Repository
    path: str
    sha256: str
    beside: dict = field(default_factory=dict)
    """Files that it reads and their checksums."""
    jars: dict = field(default_factory=dict)
    """Jars that it expects in its folder, and the artifact that each is made of."""
    differs: dict = field(default_factory=dict)
    """Cells that succeed with another output, and why."""
    fails: dict = field(default_factory=dict)
    """Cells that cannot run anywhere today, and the error that says so."""
    needs: dict = field(default_factory=dict)
    """Cells that need what not every machine has (the web, a program): they succeed, or fail with this error."""


IJAVA = Repository("SpencerPark/ijava-binder", "0140ace980b2594cf88367556a118a15791a61da")
IJAVA_JBANG = Repository("jupyter-java/jupyter-java-binder", "bad893bd34caa7c7483e466caa7b1b0376da720e")
RAPAIO = Repository("padreati/rapaio-jupyter-kernel", "0ce82ad25dd899419fd580fd065ae65292ceef1f")
DJL = Repository("deepjavalibrary/djl-demo", "ca5b27e46cb5e647d8e92522ab1f72653a72c2c0")
TRIBUO = Repository("oracle/tribuo", "820026e6f843819c771c943b42f5cd22d58d0b00")

OTHER_WORDS = "each kernel says in its own words what it has resolved"
WHOLE_SOURCES = "whole sources instead of their first lines"
MACHINE = "the versions of the machine"

NOTEBOOKS = [
    Notebook(IJAVA, "HelloWorld.ipynb", "c638c9c85c8c5741a97ff5cc1b32c6ae0de78ba5881cea3a8d5a643ae2321e58"),
    Notebook(IJAVA, "3rdPartyDependency.ipynb", "6a1066e9318ccbf70151a19ca6624380b08e22cf70df29c1e5a0fe66fafe1aa4",
             fails={6: "DependencyNotResolved.*oss-sonatype-snapshots"}),  # a repository that has been closed
    Notebook(IJAVA_JBANG, "ijava-example.ipynb", "a11e70f8d878ee3826c315a6390a169e7772a8883b06a216ba3608b87ca29977",
             differs={7: "a random name", 13: MACHINE},
             needs={13: NO_PROGRAM, 17: NO_WEB}),
    Notebook(RAPAIO, "rapaio-bootstrap.ipynb", "485b212098cba0c0149a22a149af4ed279532ed9fa3bc04d302732c3d1fe5680",
             differs={0: OTHER_WORDS}),
    Notebook(RAPAIO, "example.ipynb", "f1b5b6847aeedeb68799f65f94d4477b15e48381283682313ae31db6df35ec23",
             differs={6: WHOLE_SOURCES, 8: MACHINE, 11: OTHER_WORDS, 14: OTHER_WORDS, 17: WHOLE_SOURCES, 20: OTHER_WORDS, 21: MACHINE,
                      24: "a random name", 26: OTHER_WORDS, 28: "the magics of this kernel", 30: "variables are a table",
                      32: WHOLE_SOURCES, 34: MACHINE, 44: "what was shown is published as a later cell updated it", 53: OTHER_WORDS},
             fails={18: "MagicUsage"},  # as published: it shows what is not replaced
             needs={8: NO_PROGRAM, 21: NO_PROGRAM, 34: NO_PROGRAM, 38: NO_WEB, 40: NO_WEB}),
    Notebook(DJL, "jupyter/tutorial/01_create_your_first_network.ipynb",
             "266e25a34974c25d63412e58f6644cd8c21d0eeee7fbe6ccf7979338d76c6c42"),
    Notebook(TRIBUO, "tutorials/clustering-hdbscan-tribuo-v4.ipynb",
             "408d7e6951c3a3cf2ee6244224fa52affa8747748d0d2e9e07fa8096aafe083d",
             beside={"tutorials/simple-2d-data/simple-2d-data-train.csv":
                     "0bbde1df1995a8d23a73ccbdaf39e7610f348a9869d447d8d6d021ec1546aa45",
                     "tutorials/simple-2d-data/simple-2d-data-predict.csv":
                     "02120884eaf9b558920ef37cba7d6145488f0b454608f5fdcbef3d9c28581890"},
             jars={"tutorials/tribuo-clustering-hdbscan-4.3.0-jar-with-dependencies.jar": "org.tribuo:tribuo-clustering-hdbscan:4.3.0",
                   "tutorials/xchart-3.8.1.jar": "org.knowm.xchart:xchart:3.8.1"}),
]


def make_jar(file, artifact, kernel):
    """One jar of an artifact and all that it depends on, as its project offers it beside Maven Central."""
    kernel.run(f"%dependency /add {artifact}")
    assert kernel.run("%dependency /resolve", timeout=60).status == "ok"
    parts = kernel.run("%dependency /list-artifacts").text.splitlines()
    with zipfile.ZipFile(file, "w") as whole:
        for part in parts:
            with zipfile.ZipFile(part) as jar:
                for name in set(jar.namelist()) - set(whole.namelist()):
                    whole.writestr(name, jar.read(name))


def masked(text):
    """Without what is another one each time: identities of objects and of displays."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "DISPLAY", re.sub(r"@[0-9a-f]+\b", "@IDENTITY", strip_ansi(text)))


def is_display_id(data):
    """Other kernels show as a cell's result what `display` returns."""
    return masked(joined(data.get("text/plain", ""))) == "DISPLAY"


def joined(lines):
    return "".join(lines)


def check_outputs(published, result):
    """The published outputs are there: texts equal, pictures where there were some."""
    printed = joined(joined(each["text"]) for each in published if each["output_type"] == "stream" and each["name"] == "stdout")
    assert masked(result.stream()) == masked(printed)
    shown = {kind: [each["data"] for each in result.of_type(kind)] for kind in ("display_data", "execute_result")}
    for kind, datas in shown.items():
        expected = [each["data"] for each in published if each["output_type"] == kind and not is_display_id(each["data"])]
        assert len(datas) == len(expected), datas
        for data, then in zip(datas, expected):
            for mime, value in then.items():
                if mime.startswith("image/"):
                    assert data[mime][:5] == joined(value)[:5]
                else:
                    assert masked(data[mime]) == masked(joined(value))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: Path(notebook.path).stem)
def test_a_published_notebook_runs_unchanged(notebook, tmp_path, request):
    file = notebook.repository.copy(notebook.path, notebook.sha256, tmp_path)
    for path, sha256 in notebook.beside.items():
        notebook.repository.copy(path, sha256, tmp_path)
    for path, artifact in notebook.jars.items():
        make_jar(tmp_path / path, artifact, request.getfixturevalue("fresh_kernel"))
    session = Session(cwd=file.parent)
    try:
        for index, cell in enumerate(json.loads(file.read_text("utf-8"))["cells"]):
            if cell["cell_type"] != "code":
                continue
            result = session.run(joined(cell["source"]), timeout=60, allow_stdin=False)
            at = f"cell {index} of {notebook.path}"
            error = f"{result.reply.get('ename')}: {result.reply.get('evalue')}"
            if index in notebook.fails or index in notebook.needs and result.status == "error":
                assert re.search(notebook.fails.get(index) or notebook.needs[index], error), at + "\n" + error
                continue
            assert result.status == "ok", at + "\n" + error + result.traceback
            if index not in notebook.differs and cell["outputs"]:
                check_outputs(cell["outputs"], result)
    finally:
        session.close()
