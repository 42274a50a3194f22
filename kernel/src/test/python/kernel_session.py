"""One running kernel and what a front end would see of it; used by the tests and by the measurements."""
import os
import queue
import time

from jupyter_client.manager import KernelManager

KERNEL = os.environ.get("SOLSTICE_KERNEL", "solstice")


class Result:
    """What one cell came to: the reply's content and everything broadcast for it, in order."""

    def __init__(self, reply, messages):
        self.reply = reply
        self.messages = messages
        self.status = reply["status"]

    def of_type(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def stream(self, name="stdout"):
        return "".join(c["text"] for c in self.of_type("stream") if c["name"] == name)

    @property
    def text(self):
        results = self.of_type("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def traceback(self):
        return strip_ansi("\n".join(self.reply.get("traceback", [])))


def strip_ansi(text):
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)


class Session:
    def __init__(self, kernel=KERNEL, patience=60, transport_encryption="disabled", **options):
        self.manager = KernelManager(kernel_name=kernel, transport_encryption=transport_encryption)
        self.started = time.monotonic()
        self.manager.start_kernel(**options)
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=patience)
        except BaseException:
            self.close()
            raise
        self.ready_seconds = time.monotonic() - self.started

    def send(self, code, **options):
        """Sends a cell without waiting; returns its message id."""
        return self.client.execute(code, **options)

    def collect(self, msg_id, timeout=30):
        """Waits for the reply and for idle."""
        deadline = time.monotonic() + timeout
        messages, reply, idle = [], None, False
        while reply is None or not idle:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError(f"no end of the cell after {timeout} s; reply: {reply}, messages: {messages[-3:]}")
            try:
                message = self.client.get_iopub_msg(timeout=min(remaining, 0.01 if idle else remaining))
                if message["parent_header"].get("msg_id") == msg_id:
                    if message["msg_type"] == "status":
                        idle |= message["content"]["execution_state"] == "idle"
                    else:
                        messages.append(message)
                else:
                    self.other.append(message)
            except queue.Empty:
                pass
            if reply is None and (idle or self.client.shell_channel.msg_ready()):
                reply = self.reply(msg_id, max(0.01, deadline - time.monotonic()))
        return Result(reply, messages)

    other = []

    def reply(self, msg_id, timeout=30):
        """The content of the shell reply to this request."""
        deadline = time.monotonic() + timeout
        while True:
            message = self.client.get_shell_msg(timeout=max(0.01, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def collect_late(self, msg_id, timeout=30):
        """The same for a cell of which some broadcasts have been received while another was collected."""
        early = [m for m in self.other if m["parent_header"].get("msg_id") == msg_id and m["msg_type"] != "status"]
        result = self.collect(msg_id, timeout)
        return Result(result.reply, early + result.messages)

    def run(self, code, timeout=30, **options):
        return self.collect(self.send(code, **options), timeout)

    def control(self, msg_type, content=None, timeout=10):
        """Sends a control request and returns the content of its reply."""
        message = self.client.session.msg(msg_type, content or {})
        self.client.control_channel.send(message)
        deadline = time.monotonic() + timeout
        while True:
            reply = self.client.get_control_msg(timeout=max(0.01, deadline - time.monotonic()))
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply["content"]

    def interrupt(self):
        return self.control("interrupt_request")

    def shutdown(self):
        """Asks for a shutdown; returns the seconds until the process has ended."""
        start = time.monotonic()
        self.control("shutdown_request", {"restart": False})
        process = self.manager.provisioner.process
        while process.poll() is None:
            if time.monotonic() - start > 20:
                raise TimeoutError("the kernel's process is still there 20 s after the shutdown request")
            time.sleep(0.005)
        return time.monotonic() - start

    def restart(self, now=False):
        self.manager.restart_kernel(now=now)
        self.client.wait_for_ready(timeout=60)

    def close(self):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
