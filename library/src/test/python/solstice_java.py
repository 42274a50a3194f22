"""How to start a class of the library's tests: with the Java and the jars of the installed kernel."""

import json
import os
import sys
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[3]


def java(main_class, *arguments):
    spec = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "solstice"
    executable = json.loads((spec / "kernel.json").read_text())["argv"][0]
    path = os.pathsep.join([str(LIBRARY / "target" / "test-classes"), str(spec / "lib" / "*")])
    return [executable, "--enable-native-access=ALL-UNNAMED", "-cp", path, main_class, *map(str, arguments)]
