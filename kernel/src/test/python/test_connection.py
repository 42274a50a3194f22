"""How clients connect: encrypted, by IPv6, again; what cannot be had is refused with the reason."""
import json
import subprocess
from pathlib import Path

import pytest
import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.manager import KernelManager
from kernel_session import KERNEL, Session


def test_an_encrypted_connection_is_closed_to_who_has_no_key():
    session = Session(transport_encryption="required")
    try:
        assert session.run("1 + 1").text == "2"
        stranger = zmq.Context.instance().socket(zmq.SUB)
        stranger.linger = 0
        stranger.subscribe(b"")
        stranger.connect(f"tcp://127.0.0.1:{session.manager.iopub_port}")
        session.run('display("secret");')
        assert not stranger.poll(500)
        stranger.close()
        session.restart()
        assert session.run("1 + 1").text == "2"
    finally:
        session.close()


def test_a_client_that_comes_again_need_not_wait_for_the_end_of_its_old_connection(fresh_kernel):
    again = fresh_kernel.manager.client()
    again.session.session = fresh_kernel.client.session.session
    again.start_channels()
    again.kernel_info()
    assert again.get_shell_msg(timeout=5)["content"]["status"] == "ok"
    again.stop_channels()


def test_a_subscription_that_is_no_text_is_not_welcomed(kernel):
    subscriber = zmq.Context.instance().socket(zmq.XSUB)
    subscriber.linger = 0
    subscriber.connect(f"tcp://127.0.0.1:{kernel.manager.iopub_port}")
    subscriber.send(b"\x01\xff")
    subscriber.send(b"\x01iopub_welcome")
    assert subscriber.poll(5000) and subscriber.recv_multipart()[0] == b"iopub_welcome"
    subscriber.close()


def command(tmp_path, **changed):
    """What starts a kernel with such a connection file, and what is in the file."""
    file, connection = write_connection_file(str(tmp_path / "connection.json"))
    connection = {**connection, "key": "key", **changed}
    Path(file).write_text(json.dumps(connection))
    spec = KernelManager(kernel_name=KERNEL).kernel_spec
    return [word.replace("{connection_file}", file) for word in spec.argv], connection


@pytest.mark.parametrize("ip", ["::1", "[::1]"])
def test_a_kernel_listens_at_an_ipv6_address(tmp_path, ip):
    words, connection = command(tmp_path, ip=ip)
    with subprocess.Popen(words) as kernel:
        pulse = zmq.Context.instance().socket(zmq.REQ)
        pulse.linger = 0
        pulse.ipv6 = True
        pulse.connect(f"tcp://[::1]:{connection['hb_port']}")
        pulse.send(b"there?")
        assert pulse.poll(60_000) and pulse.recv() == b"there?"
        pulse.close()
        kernel.kill()


@pytest.mark.parametrize("changed, why", [
    ({"transport": "ipc"}, "expected the transport tcp, got ipc"),
    ({"signature_scheme": "hmac-none"}, "expected a signature_scheme like hmac-sha256, hmac-sha512 or hmac-md5, got hmac-none"),
])
def test_a_connection_that_cannot_be_had_is_refused_with_the_reason(tmp_path, changed, why):
    words, _ = command(tmp_path, **changed)
    kernel = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert kernel.returncode != 0 and why in kernel.stderr, kernel.stderr
