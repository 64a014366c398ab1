"""The server's process: started under a cleaned environment, found by its port, ended with all it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Mapping
from pathlib import Path

READY_WITHIN = 20.0
STOP_WITHIN = 5.0
# What the process and its functions may see of this machine's environment.
KEPT = ("PATH", "LANG", "LC_ALL", "TZ")

Process = subprocess.Popen[bytes]


class SandboxError(Exception):
    """The sandbox did not come up, or refused a request; the message says what it says."""


def start_process(folder: Path, port: int, log: Path, identity: Mapping[str, str], *, detached: bool) -> Process:
    """The server, in a session of its own. Unless detached it ends, and removes its folder, when this process ends."""
    tie = () if detached else ("--with-parent", str(folder))
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "sandbox.server", "--port", str(port), *tie],
            env=_environment(folder, identity),
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL if detached else subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_ready(endpoint: str, process: Process, log: Path) -> None:
    """Return when this very process answers; raises SandboxError with the end of its log when it does not."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if pid_at(endpoint) == process.pid:
            return
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:]
    raise SandboxError(f"the sandbox did not come up (exit code {process.poll()}); its log ends with:\n{tail}")


def pid_at(endpoint: str) -> int | None:
    """The process of the sandbox that answers there; None when none does. A port may have changed hands."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_local/health", data=b"", timeout=1) as answer:  # noqa: S310 - loopback
            return int(json.loads(answer.read())["pid"])
    except (OSError, ValueError, KeyError):
        return None


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(pid: int, process: Process | None) -> None:
    """TERM, wait, KILL: to the whole session, so that the functions' workers end too."""
    for name in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, name)
        except ProcessLookupError:
            break
        if _has_ended(pid, process):
            break
    if process is not None:
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _has_ended(pid: int, process: Process | None) -> bool:
    until = time.monotonic() + STOP_WITHIN
    while time.monotonic() < until:
        if process is not None:
            process.poll()
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _environment(folder: Path, identity: Mapping[str, str]) -> dict[str, str]:
    bare = folder / "python"
    venv.create(bare, with_pip=False, symlinks=True)
    scratch = folder / "tmp"
    scratch.mkdir()
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **{f"SANDBOX_IDENTITY_{name.upper()}": value for name, value in identity.items()},
        "SANDBOX_FUNCTION_PYTHON": str(bare / "bin" / "python"),
        "TMPDIR": str(scratch),
        "HOME": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
