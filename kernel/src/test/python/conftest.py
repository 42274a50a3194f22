import os
import signal

import pytest
from kernel_session import Session


@pytest.fixture(scope="session", autouse=True)
def own_history(tmp_path_factory):
    """The tests' cells do not go into the developer's history."""
    os.environ["SOLSTICE_HISTORY"] = str(tmp_path_factory.mktemp("history") / "history.jsonl")


@pytest.fixture(scope="session", autouse=True)
def interruptible():
    """Tests that a shell runs in the background ignore SIGINT, and so would the kernels that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def kernel():
    """A kernel that the tests of one file share."""
    session = Session()
    session.run("1")  # from here on times are those of a kernel that is ready
    yield session
    session.close()


@pytest.fixture
def fresh_kernel():
    """A kernel for a test that ends or breaks it."""
    session = Session()
    yield session
    session.close()
