"""Measures kernels with a real jupyter_client, side by side in one run, and prints one row per figure.

python measure_kernel.py [STARTS [KERNEL...]]    # kernel starts to take medians over, default 3; kernelspecs, default solstice

Others to compare with: JJava (`pip install jjava==1.0a8`, kernelspec `java`) and Rapaio (the jar
io.github.padreati:rapaio-jupyter-kernel:3.0.1, started with `java -jar JAR {connection_file}`). IJava's base
(io.github.spencerpark:jupyter-jvm-basekernel) has no artifact that starts. The kernels take turns, so that what else the
machine does meets all of them.
"""
import os
import queue
import statistics
import sys
import time

from kernel_session import KERNEL, Session

PATIENCE = 20
NEVER = float("inf")


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def median(action, times):
    return statistics.median(timed(action) for _ in range(times))


def attempt(action):
    """Seconds, or never where a kernel does not answer."""
    try:
        return action()
    except (TimeoutError, queue.Empty, AssertionError, RuntimeError):
        return NEVER


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


def busy_completion_seconds(session):
    """Asked half a second into a cell of four."""
    cell = session.send("Thread.sleep(4000);")
    time.sleep(0.5)
    seconds = timed(lambda: session.reply(session.client.complete("Math.ma"), timeout=PATIENCE))
    session.collect(cell, timeout=PATIENCE)
    return seconds


def interrupt_seconds(session, code):
    """From the request to the end of the cell; infinite where the cell's thread goes on using a processor."""
    cell = session.send(code)
    time.sleep(1.0)
    start = time.monotonic()
    session.interrupt()
    session.collect(cell, timeout=PATIENCE)
    seconds = time.monotonic() - start
    time.sleep(0.5)
    before = cpu_seconds(session)
    time.sleep(1.0)
    return seconds if cpu_seconds(session) - before < 0.25 else NEVER


def measure(kernel):
    session = Session(kernel)
    session.run("1+1", timeout=60)
    figures = {"process start to first 1+1, ms": (time.monotonic() - session.started) * 1000}
    figures["processor time until then, ms"] = cpu_seconds(session) * 1000
    client = session.client
    for _ in range(10):
        session.run("1+1")
    before = cpu_seconds(session)
    figures["1+1, median of 40, ms"] = median(lambda: session.run("1+1"), 40) * 1000
    figures["processor time of 1+1, ms"] = (cpu_seconds(session) - before) / 40 * 1000
    before = cpu_seconds(session)
    figures["completion, median of 20, ms"] = median(lambda: session.reply(client.complete("Math.ma"), timeout=PATIENCE), 20) * 1000
    figures["processor time of a completion, ms"] = (cpu_seconds(session) - before) / 20 * 1000
    figures["completion while a cell runs, ms"] = attempt(
        lambda: statistics.median(busy_completion_seconds(session) for _ in range(3))) * 1000
    figures["kernel_info, median of 40, ms"] = median(lambda: session.reply(client.kernel_info(), timeout=PATIENCE), 40) * 1000
    figures["10,000 printlns, ms"] = median(lambda: session.run("for (int i = 0; i < 10_000; i++) System.out.println(i);"), 3) * 1000
    figures["resident memory, MB"] = resident_megabytes(session)
    figures["interrupt of while (true) {}, ms"] = attempt(lambda: interrupt_seconds(session, "while (true) {}")) * 1000
    session.close()
    return figures


def main():
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    kernels = sys.argv[2:] or [KERNEL]
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
