"""Becomes a Solstice kernel: `python -m solstice_kernel CONNECTION_FILE`, as the kernelspec says.

The first start also prepares, in the background, what makes later starts faster (an ahead-of-time cache of classes);
`python -m solstice_kernel prepare` does it at once.
"""

import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

LIB = Path(__file__).parent / "lib"
MAIN = "dev.solstice.kernel.SolsticeKernel"
# In a prepared folder: what it was prepared for.
ORIGIN = "origin.json"
SECONDS_TO_PREPARE = 3600  # on whatever machine
JAVA = "java.exe" if os.name == "nt" else "java"
PLACES = [
    "/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/*jdk*",
    "~/.sdkman/candidates/java/*", "~/.jdks/*", "~/.gradle/jdks/*", "~/.jbang/cache/jdks/*",
    "~/.asdf/installs/java/*", "~/.local/share/mise/installs/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home", "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "C:/Program Files/Java/*", "C:/Program Files/Eclipse Adoptium/*",
]
NO_JDK = ("Solstice needs a JDK 25 and found none: install one (apt install openjdk-25-jdk, brew install openjdk@25, "
          "sdk install java 25-tem, or https://adoptium.net) or set JAVA_HOME to it")


def is_jdk25(home):
    """A full JDK 25, judged by its `release` file so that no JVM has to start."""
    try:
        release = (Path(home) / "release").read_text(errors="replace")
    except OSError:
        return False
    return (re.search(r'^JAVA_VERSION="25["._-]', release, re.M) is not None
            and re.search(r"^MODULES=.*jdk\.jshell", release, re.M) is not None
            and (Path(home) / "bin" / JAVA).exists())


def homes():
    """Where a JDK may be, the user's choice first."""
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (Path(folder) / JAVA).exists():
            yield (Path(folder) / JAVA).resolve().parent.parent
    for place in PLACES:
        yield from map(Path, sorted(glob.glob(os.path.expanduser(place)), reverse=True))


def find_jdk():
    return next((home for home in homes() if is_jdk25(home)), None)


def description(home):
    """What a Java installation that will not do is, or None for a folder that is none: "17.0.15 in /usr/lib/jvm/..."."""
    try:
        release = (home / "release").read_text(errors="replace")
    except OSError:
        return None
    version = re.search(r'^JAVA_VERSION="(.*)"', release, re.M)
    if version is None:
        return None
    lacking = " (without jdk.jshell: no full JDK)" if version[1].split(".")[0] == "25" else ""
    return f"{version[1]}{lacking} in {home}"


def no_jdk():
    """What to do, and what there is instead."""
    found = dict.fromkeys(filter(None, map(description, homes())))
    return NO_JDK + (f". Found: {', '.join(found)}" if found else "")


def jars(lib=LIB):
    return sorted(lib.glob("*.jar"))


def flags():
    """What the JVM needs, as the build wrote it into the kernel's jar."""
    kernel = next(jar for jar in jars() if jar.name.startswith("solstice-kernel-"))
    with zipfile.ZipFile(kernel) as archive:
        properties = archive.read("dev/solstice/kernel/kernel.properties").decode()
    return re.search(r"^jvm\.flags\s*=\s*(.*)$", properties, re.M).group(1).split()


def prepared_folder(jdk, lib=LIB):
    """A folder for these jars and this JDK; others have others."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    about = [str(jdk), (jdk / "release").read_text(errors="replace")]
    about += [f"{jar} {jar.stat().st_size} {jar.stat().st_mtime_ns}" for jar in jars(lib)]
    return cache / "solstice" / hashlib.sha256("\n".join(about).encode()).hexdigest()[:16]


def is_stale(folder):
    """Whether the JDK or the jars that this was prepared for are gone, or others than they were."""
    try:
        origin = json.loads((folder / ORIGIN).read_text())
        jdk, lib = Path(origin["jdk"]), Path(origin["lib"])
    except (OSError, ValueError, KeyError, TypeError):
        return time.time() - folder.stat().st_mtime > SECONDS_TO_PREPARE  # else somebody is just making it
    try:
        return prepared_folder(jdk, lib) != folder
    except OSError:
        return True


def remove_stale(cache):
    """Some 50 MB for each version of Java or of this package that there was. What a running kernel has open stays
    readable for it, or, on Windows, stays until the next time."""
    for folder in cache.glob("[0-9a-f]" * 16):
        try:
            if is_stale(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # somebody else was faster
            pass


def plain_start(jdk):
    return [str(jdk / "bin" / JAVA), *flags(), "-cp", str(LIB / "*")]


def prepared_start(folder):
    """The command line that preparing has left there, or None."""
    try:
        argv = json.loads((folder / "kernel.json").read_text())["argv"]
    except (OSError, ValueError, KeyError):
        return None
    return argv[:-1] if Path(argv[0]).exists() else None


def prepare(jdk, folder, **options):
    """Starts preparing, unless somebody does or has done so."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        return None
    (folder / ORIGIN).write_text(json.dumps({"jdk": str(jdk), "lib": str(LIB)}))
    remove_stale(folder.parent)
    return subprocess.Popen([*plain_start(jdk), MAIN, "install", str(folder)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python -m solstice_kernel CONNECTION_FILE | prepare")
    jdk = find_jdk()
    if jdk is None:
        sys.exit(no_jdk())
    folder = prepared_folder(jdk)
    if sys.argv[1] == "prepare":
        if prepared_start(folder) is None:  # what an earlier attempt has left
            shutil.rmtree(folder, ignore_errors=True)
        process = prepare(jdk, folder)
        sys.exit(process.wait() if process else 0)
    start = prepared_start(folder)
    if start is None:
        start = [*plain_start(jdk), MAIN]
        try:
            prepare(jdk, folder, start_new_session=True)
        except OSError as problem:  # a read-only home: every start is a slower one
            print(f"solstice: not prepared for faster starts: {problem}", file=sys.stderr)
    if os.environ.get("LC_ALL") in ("C", "POSIX"):  # where a JVM names no file beyond ASCII, its own jars among them
        os.environ["LC_ALL"] = "C.UTF-8"
    command = [*start, sys.argv[1]]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)  # no second process: signals and the exit status are Java's


if __name__ == "__main__":
    main()
