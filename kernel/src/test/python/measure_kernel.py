"""Measures the kernel with a real jupyter_client and prints one line per figure.

python measure_kernel.py [STARTS]    # number of kernel starts to take medians over, default 3
"""
import os
import statistics
import sys
import time

from kernel_session import Session


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def median(action, times):
    return statistics.median(timed(action) for _ in range(times))


def cpu_seconds(session):
    """Processor time of the kernel so far; less noisy than the clock on a busy machine. Linux only."""
    try:
        with open(f"/proc/{session.manager.provisioner.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return float("nan")


def interrupt_seconds(session, code):
    msg_id = session.send(code)
    time.sleep(1.0)
    start = time.monotonic()
    session.interrupt()
    result = session.collect(msg_id, timeout=15)
    assert result.reply["ename"] == "Interrupted", result.reply
    return time.monotonic() - start


def measure():
    session = Session()
    figures = {"ready (kernel_info answered)": session.ready_seconds}
    session.run("1+1")
    figures["process start to first 1+1"] = time.monotonic() - session.started
    figures["processor time until then"] = cpu_seconds(session)
    for _ in range(10):
        session.run("1+1")
    figures["1+1, median of 40"] = median(lambda: session.run("1+1"), 40)
    client = session.client
    figures["completion, median of 15"] = median(lambda: session.reply(client.complete("Math.ma")), 15)
    figures["inspection, median of 15"] = median(lambda: session.reply(client.inspect("Math.max(")), 15)
    figures["kernel_info, median of 30"] = median(lambda: session.reply(client.kernel_info()), 30)
    figures["10,000 printlns"] = median(lambda: session.run("for (int i = 0; i < 10_000; i++) System.out.println(i);"), 3)
    figures["interrupt of while (true);"] = interrupt_seconds(session, "while (true);")
    figures["interrupt of a sleep"] = interrupt_seconds(session, "Thread.sleep(60_000);")
    figures["shutdown to end of process"] = session.shutdown()
    session.close()
    return figures


def main():
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    runs = [measure() for _ in range(starts)]
    print(f"median of {starts} kernels; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name in runs[0]:
        print(f"{name:32} {statistics.median(run[name] for run in runs) * 1000:9.1f} ms")


if __name__ == "__main__":
    main()
