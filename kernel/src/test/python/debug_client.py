"""A front end's side of the debug protocol: requests on the control channel, events among the broadcasts."""

import queue
import time

from kernel_session import Result, Session


class DebugClient:
    """Debugs one kernel; the cells that it runs are those of the session."""

    def __init__(self, session: Session, client_id="test"):
        self.session = session
        self.client_id = client_id
        self.sequence = 0
        self.waiting = []

    def request(self, command, **arguments):
        self.sequence += 1
        reply = self.session.control("debug_request", {"type": "request", "seq": self.sequence, "command": command, "arguments": arguments})
        assert (reply["type"], reply["command"], reply["request_seq"]) == ("response", command, self.sequence)
        return reply

    def ask(self, command, **arguments):
        """The body of a reply that must be a success."""
        reply = self.request(command, **arguments)
        assert reply["success"], reply
        return reply["body"]

    def refusal(self, command, **arguments):
        reply = self.request(command, **arguments)
        assert not reply["success"], reply
        return reply["message"]

    def start(self):
        self.ask("initialize", clientID=self.client_id)
        self.ask("attach")
        self.event("initialized")
        self.waiting.clear()  # what an earlier client has not read
        return self

    def breakpoints(self, code, *lines, **conditions):
        """Sets all breakpoints of a cell; returns what the kernel made of them."""
        path = self.ask("dumpCell", code=code)["sourcePath"]
        asked = [line if isinstance(line, dict) else {"line": line} for line in lines]
        return self.ask("setBreakpoints", source={"path": path}, breakpoints=asked)["breakpoints"]

    # ---- Broadcasts

    def event(self, name, timeout=8):
        """The next event of this name; other broadcasts are kept for the session."""
        deadline = time.monotonic() + timeout
        while True:
            for message in self.waiting:
                if message["content"]["event"] == name:
                    self.waiting.remove(message)
                    return message["content"]["body"]
            try:
                message = self.session.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"no event {name} within {timeout} s") from None
            if message["msg_type"] == "debug_event":
                self.waiting.append(message)
            else:
                self.session.other.append(message)

    def stopped(self, reason="breakpoint"):
        """Waits until a thread has halted; returns its number."""
        body = self.event("stopped")
        assert body["reason"] == reason, body
        return body["threadId"]

    # ---- What is there

    def frames(self, thread=1):
        return self.ask("stackTrace", threadId=thread)["stackFrames"]

    def where(self, thread=1):
        """Name and line of each frame, innermost first."""
        return [(frame["name"], frame["line"]) for frame in self.frames(thread)]

    def scope(self, name, frame=0, thread=1):
        frame_id = self.frames(thread)[frame]["id"]
        [scope] = [each for each in self.ask("scopes", frameId=frame_id)["scopes"] if each["name"] == name]
        return scope["variablesReference"]

    def children(self, reference, **part):
        return self.ask("variables", variablesReference=reference, **part)["variables"]

    def locals(self, frame=0, thread=1):
        """Name to type and value."""
        reference = self.scope("Locals", frame, thread)
        return {each["name"]: (each["type"], each["value"]) for each in self.children(reference)} if reference else {}

    def evaluate(self, expression, frame=0, thread=1):
        return self.ask("evaluate", expression=expression, frameId=self.frames(thread)[frame]["id"])["result"]

    # ---- Going on

    def go_on(self, command="continue", thread=1):
        self.ask(command, threadId=thread)
        self.event("continued")

    def step(self, command, thread=1):
        """Steps; returns where the thread is then."""
        self.go_on(command, thread)
        self.stopped("step")
        return self.where(thread)

    def finish(self, msg_id, timeout=20):
        """Waits for the end of a cell of which some has been seen, idle perhaps."""
        seen = [message for message in self.session.other if message["parent_header"].get("msg_id") == msg_id]
        deadline = time.monotonic() + timeout
        while not any(message["msg_type"] == "status" and message["content"]["execution_state"] == "idle" for message in seen):
            message = self.session.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            if message["msg_type"] == "debug_event":
                self.waiting.append(message)
            elif message["parent_header"].get("msg_id") == msg_id:
                seen.append(message)
        return Result(self.session.reply(msg_id), [message for message in seen if message["msg_type"] != "status"])
