"""Makes a wheel of the kernel's jars: `python build_wheel.py LIB VERSION FOLDER`, with nothing but Python itself.

Installed by pip it adds the kernelspec `solstice` to the environment's Jupyter, and the package `solstice_kernel`, which
holds the jars and finds a JDK.
"""

import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
LOGOS = HERE.parent / "resources" / "dev" / "solstice" / "kernel"
NAME = "solstice_kernel"

METADATA = """\
Metadata-Version: 2.1
Name: solstice-kernel
Version: {version}
Summary: A Java kernel for Jupyter: neural networks as callable PyTrees, on the JVM.
License: Apache-2.0
Requires-Python: >=3.10
Provides-Extra: widgets
Requires-Dist: jupyterlab_widgets>=3.0; extra == "widgets"

Needs a JDK 25, found by JAVA_HOME, on PATH or in the usual places. After `pip install` the kernel "Solstice" is there;
`python -m solstice_kernel prepare` makes its first start as fast as the later ones.
"""

WHEEL = "Wheel-Version: 1.0\nGenerator: solstice\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

SPEC = {
    "argv": ["python", "-m", NAME, "{connection_file}"],
    "display_name": "Solstice (Java 25)",
    "language": "java",
    "interrupt_mode": "message",
    "metadata": {"debugger": True, "supported_encryption": ["curve"]},
}


def python_version(maven):
    """0.1.0-SNAPSHOT is 0.1.0.dev0."""
    return maven.replace("-SNAPSHOT", ".dev0")


def contents(lib, version):
    """Paths in the wheel, with bytes or the file that has them."""
    for module in sorted((HERE / NAME).glob("*.py")):
        yield f"{NAME}/{module.name}", module
    for jar in sorted(lib.glob("*.jar")):
        yield f"{NAME}/lib/{jar.name}", jar
    spec = f"{NAME}-{version}.data/data/share/jupyter/kernels/solstice"
    yield f"{spec}/kernel.json", json.dumps(SPEC, indent=2).encode()
    for logo in sorted(LOGOS.glob("logo-*.png")):
        yield f"{spec}/{logo.name}", logo
    yield f"{NAME}-{version}.dist-info/METADATA", METADATA.format(version=version).encode()
    yield f"{NAME}-{version}.dist-info/WHEEL", WHEEL.encode()


def build(lib, maven_version, folder):
    version = python_version(maven_version)
    if not any(lib.glob("solstice-kernel-*.jar")):
        sys.exit(f"{lib} has no solstice-kernel jar")
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{NAME}-{version}-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:  # jars are compressed already
        for path, content in contents(lib, version):
            data = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(path, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(data)}\n")
        own = f"{NAME}-{version}.dist-info/RECORD"
        archive.writestr(own, "".join(record) + f"{own},,\n")
    return wheel


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: build_wheel.py LIB VERSION FOLDER")
    print(build(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
