"""Measures kernels with a real jupyter_client, side by side in one run, and prints one row per figure.

python measure_kernel.py [STARTS [KERNEL...]]    # kernel starts to take medians over, default 3; kernelspecs, default solstice

Others to compare with: JJava (`pip install jjava==1.0a8`, kernelspec `java`) and Rapaio (the jar
io.github.padreati:rapaio-jupyter-kernel:3.0.1, started with `java -jar JAR {connection_file}`). IJava's base
(io.github.spencerpark:jupyter-jvm-basekernel) has no artifact that starts. The kernels take turns, so that what else the
machine does meets all of them.
"""
import os
import signal
import statistics
import subprocess
import sys
import time

from kernel_session import KERNEL, Session

START_PATIENCE = 60
PATIENCE = 20
NEVER = float("inf")


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def median(action, times):
    """Of fewer times where a kernel is so slow that patience ends before."""
    seconds = []
    while len(seconds) < times and sum(seconds) < PATIENCE:
        seconds.append(timed(action))
    return statistics.median(seconds)


def process_tree(session):
    """The kernel's process and its children: a launcher may start another. Linux only."""
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                parents[int(pid)] = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass
    tree = {session.manager.provisioner.process.pid}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return tree


def cpu_seconds(session):
    """Processor time of the kernel so far; less noisy than the clock on a busy machine."""
    total = 0
    for pid in process_tree(session):
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def resident_megabytes(session):
    pages = 0
    for pid in process_tree(session):
        with open(f"/proc/{pid}/statm") as statm:
            pages += int(statm.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def first_reply(session):
    session.run("1+1", timeout=START_PATIENCE)
    return (time.monotonic() - session.started) * 1000, cpu_seconds(session) * 1000


def repeated(action, times, session):
    """Milliseconds by the clock and of the processor."""
    answers = 0

    def counted():
        nonlocal answers
        action()
        answers += 1

    before = cpu_seconds(session)
    milliseconds = median(counted, times) * 1000
    return milliseconds, (cpu_seconds(session) - before) / answers * 1000


def small_cells(session):
    median(lambda: session.run("1+1", timeout=PATIENCE), 10)
    return repeated(lambda: session.run("1+1", timeout=PATIENCE), 40, session)


def complete(session):
    session.reply(session.client.complete("Math.ma"), timeout=PATIENCE)


def busy_completion(session):
    """Asked half a second into a cell of four."""
    def seconds():
        cell = session.send("Thread.sleep(4000);")
        time.sleep(0.5)
        taken = timed(lambda: complete(session))
        session.collect(cell, timeout=PATIENCE)
        return taken

    return [statistics.median(seconds() for _ in range(3)) * 1000]


def kernel_info(session):
    return [median(lambda: session.reply(session.client.kernel_info(), timeout=PATIENCE), 40) * 1000]


def prints(session):
    code = "for (int i = 0; i < 10_000; i++) System.out.println(i);"
    return [median(lambda: session.run(code, timeout=PATIENCE), 3) * 1000]


def interrupt(session):
    """From the request to the end of the cell; never where the cell's thread goes on using a processor.

    A kernel may use one for some seconds by itself, once nobody asks it for anything.
    """
    cell = session.send("while (true) {}")
    time.sleep(1.0)
    start = time.monotonic()
    session.interrupt()
    session.collect(cell, timeout=PATIENCE)
    milliseconds = (time.monotonic() - start) * 1000
    for _ in range(10):
        before = cpu_seconds(session)
        time.sleep(1.0)
        if cpu_seconds(session) - before < 0.25:
            return [milliseconds]
    return [NEVER]


MEASUREMENTS = [
    (first_reply, ["process start to first 1+1, ms", "processor time until then, ms"]),
    (small_cells, ["1+1, median of 40, ms", "processor time of 1+1, ms"]),
    (lambda session: repeated(lambda: complete(session), 20, session),
     ["completion, median of 20, ms", "processor time of a completion, ms"]),
    (busy_completion, ["completion while a cell runs, ms"]),
    (kernel_info, ["kernel_info, median of 40, ms"]),
    (prints, ["10,000 printlns, ms"]),
    (lambda session: [resident_megabytes(session)], ["resident memory, MB"]),
    (interrupt, ["interrupt of while (true) {}, ms"]),
]


def measure(kernel):
    """The figures of one start; what a kernel does not answer is never, and another start is asked for the rest."""
    figures = {name: NEVER for _, names in MEASUREMENTS for name in names}
    session = None
    try:
        for action, names in MEASUREMENTS:
            try:
                session = session or Session(kernel, START_PATIENCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                figures.update(zip(names, action(session), strict=True))
            except Exception as silence:
                print(f"{kernel}, {names[0]}: {type(silence).__name__} {silence}"[:500], file=sys.stderr)
            if session and figures[names[0]] == NEVER:
                session.close()
                session = None
            if action is first_reply and session is None:
                break
    finally:
        if session:
            session.close()
    return figures


def main():
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    kernels = sys.argv[2:] or [KERNEL]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))  # so that no kernel is left running
    runs = {kernel: [] for kernel in kernels}
    for _ in range(starts):
        for kernel in kernels:
            runs[kernel].append(measure(kernel))
    print(f"median of {starts} starts each; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(" " * 36 + "".join(f"{kernel:>12}" for kernel in kernels))
    for name in runs[kernels[0]][0]:
        values = [statistics.median(run[name] for run in runs[kernel]) for kernel in kernels]
        print(f"{name:36}" + "".join(f"{'never' if value == NEVER else format(value, '.1f'):>12}" for value in values))


if __name__ == "__main__":
    main()
