"""What is there while a sandbox runs, and what is left of it afterwards."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.supervisor import Sandbox, SandboxError
from tests.sandbox.identity.waiting import wait_until
from tests.sandbox.making import invoke, make_function

PARENT = """
import sys, time
from sandbox.supervisor import Sandbox
place = Sandbox.start().place
print(place.pid, place.folder, flush=True)
time.sleep(60)
"""
WORKER = "import os\ndef handler(event, context): return os.getpid()\n"


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_is_left_after_stop():
    """The process, a function's worker, and the folder with all that functions wrote are gone."""
    with Sandbox.start() as sandbox:
        worker = invoke(sandbox, make_function(sandbox, WORKER))
        assert alive(worker)
        assert Path(sandbox.place.folder).is_dir()
    assert not alive(sandbox.place.pid)
    wait_until(lambda: not alive(worker))
    assert not Path(sandbox.place.folder).exists()


def test_nothing_is_left_when_the_parent_is_killed():
    """A sandbox whose parent dies without a word ends too, and removes its folder."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        pid, folder = parent.stdout.readline().split()
        parent.kill()
    wait_until(lambda: not Path(folder).exists(), seconds=10)
    wait_until(lambda: not alive(int(pid)))


def test_a_port_that_is_taken_is_told(tmp_path):
    """When the process cannot come up, the error has the end of its log, which says why."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SandboxError, match=r"(?s)exit code 1.*[Aa]ddress already in use"):
            Sandbox.start(port=taken.getsockname()[1], log=tmp_path / "log")


def test_another_sandbox_is_not_taken_for_this_one(sandbox):
    """A port where another sandbox answers is taken like any other."""
    port = int(sandbox.endpoint.rpartition(":")[2])
    with pytest.raises(SandboxError, match="already in use"):
        Sandbox.start(port=port)
    assert sandbox.local("/_local/health", {})["pid"] == sandbox.place.pid


def test_settings_hold_for_a_while(sandbox):
    """`behaving` changes the identity services inside the block and puts them back after it."""
    before = sandbox.local("/_local/settings", {})
    with sandbox.behaving(tps=7.0):
        assert sandbox.local("/_local/settings", {})["tps"] == 7.0
    assert sandbox.local("/_local/settings", {}) == before


def test_a_child_sees_this_aws_only(sandbox, monkeypatch):
    """A child process gets this AWS's address and key, and nothing of the person's own AWS settings."""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    environment = sandbox.environment()
    assert environment["AWS_ENDPOINT_URL"] == sandbox.endpoint
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & environment.keys()
