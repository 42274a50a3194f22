"""Jupyter's own conformance suite."""
import unittest

import jupyter_kernel_test
from kernel_session import KERNEL


class SolsticeConformance(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL

    def setUp(self):
        """The suite waits a tenth of a second for each broadcast, which a busy machine cannot promise."""
        super().setUp()
        channel, get_msg = self.kc.iopub_channel, type(self.kc.iopub_channel).get_msg
        channel.get_msg = lambda timeout=None: get_msg(channel, timeout=max(timeout or 0, 5) if self.patient else timeout)

    patient = True

    def flush_channels(self):
        """Here there is nothing to wait for."""
        self.patient = False
        super().flush_channels()
        self.patient = True

    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("to stderr");'
    completion_samples = [
        {"text": "Math.signu", "matches": {"signum("}},
        {"text": "System.identityH", "matches": {"identityHashCode("}},
    ]
    complete_code_samples = ["1 + 1", "int x = 3;", "record P(int x) {}"]
    incomplete_code_samples = ["if (true) {", "foo(", "class A {\n"]
    invalid_code_samples = ["int 3x = ;)", "}"]
    code_page_something = "Math.max?"
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": '"text"', "result": "text"}]
    code_display_data = [{"code": 'display("shown");', "mime": "text/plain"}]
    code_history_pattern = "6?*?7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max("
    code_clear_output = "clearOutput(true);"


class SolsticeWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
