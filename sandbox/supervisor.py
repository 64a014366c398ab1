"""Starts and stops the sandbox's process: a cleaned environment, a folder of its own, nothing left behind."""

import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from sandbox.home import HOME_REGION

READY_WITHIN = 20.0
STOP_WITHIN = 5.0
# What the process and its functions may see of this machine's environment.
KEPT = ("PATH", "LANG", "LC_ALL", "TZ")
# ministack takes this key for the account's root.
ROOT_KEY = "test"  # its id and its secret


class SandboxError(Exception):
    """The sandbox did not come up; the message says what its log says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a running sandbox is: enough to use it and to end it."""

    endpoint: str
    pid: int
    folder: str


class Sandbox:
    """A running sandbox. Use it as a context manager, or call `stop`."""

    def __init__(self, place: Place, process: "subprocess.Popen[bytes] | None" = None) -> None:
        self.place = place
        self._process = process

    @classmethod
    def start(
        cls,
        *,
        port: int | None = None,
        log: Path | None = None,
        identity: Mapping[str, str] | None = None,
        detached: bool = False,
    ) -> Self:
        """Start the process and wait until it answers; raises SandboxError when it does not.

        `identity` changes how the identity services behave (`{"async_seconds": "0.1"}`). A `detached` one goes on
        when this process ends; any other ends with it, however this process ends.
        """
        folder = Path(tempfile.mkdtemp(prefix="gatehouse-sandbox-"))
        port = port or _free_port()
        log_file = log or folder / "server.log"
        with log_file.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "sandbox.server", "--port", str(port), *_tie(folder, detached=detached)],
                env=_environment(folder, identity or {}),
                cwd=Path(__file__).parent.parent,
                stdin=subprocess.DEVNULL if detached else subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        sandbox = cls(Place(f"http://127.0.0.1:{port}", process.pid, str(folder)), None if detached else process)
        try:
            _wait_until_ready(sandbox.place.endpoint, process, log_file)
        except BaseException:
            sandbox.stop()
            raise
        return sandbox

    @property
    def endpoint(self) -> str:
        """The address for AWS_ENDPOINT_URL."""
        return self.place.endpoint

    def client(
        self, service: str, *, region: str = HOME_REGION, access_key: str = ROOT_KEY, secret_key: str = ROOT_KEY
    ) -> Any:
        """A plain boto3 client. A 12-digit access key is that account's root; without, the management account's."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(retries={"mode": "standard", "max_attempts": 10}),
        )

    def environment(self) -> dict[str, str]:
        """What a child process needs to take this for AWS."""
        told = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "AWS_REGION": HOME_REGION,
            "AWS_DEFAULT_REGION": HOME_REGION,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {**inherited, **told}

    def local(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask a control route (`/_local/...`) for what no AWS API offers."""
        request = urllib.request.Request(self.endpoint + path, json.dumps(body).encode(), method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
                found: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise SandboxError(f"{path}: {error.read().decode()}") from error
        return found

    @contextmanager
    def behaving(self, **settings: object) -> Iterator[None]:
        """Identity services with other settings for a while: `throttle=False` for reading and seeding at full speed."""
        before = self.local("/_local/settings", {})
        self.local("/_local/settings", settings)
        try:
            yield
        finally:
            self.local("/_local/settings", before)

    def reachable(self, api_url: str) -> str:
        """The URL of an HTTP API as it can be reached here: the names of APIs do not resolve on this machine."""
        url = urlsplit(api_url)
        api_id = (url.hostname or "").partition(".")[0]
        return f"{self.endpoint}/_aws/execute-api/{api_id}/$default{url.path}"

    def stop(self) -> None:
        """End the process and its functions, and remove its folder."""
        _end(self.place.pid, self._process)
        shutil.rmtree(self.place.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def save_place(place: Place, file: Path) -> None:
    """Keep where a detached sandbox is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(place)))


def find_running(file: Path) -> Sandbox | None:
    """The detached sandbox that was kept in `file`, if it still answers."""
    if not file.exists():
        return None
    place = Place(**json.loads(file.read_text()))
    return Sandbox(place) if _pid_at(place.endpoint) == place.pid else None


def target() -> str:
    """This machine as the deployment setting `target` names it: python3.11-x86_64."""
    processor = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"python{sys.version_info.major}.{sys.version_info.minor}-{processor}"


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


def _tie(folder: Path, *, detached: bool) -> tuple[str, ...]:
    """What makes the process end, and remove its folder, when the one who started it is gone."""
    return () if detached else ("--with-parent", str(folder))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(endpoint: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if _pid_at(endpoint) == process.pid:
            return
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:]
    raise SandboxError(f"the sandbox did not come up (exit code {process.poll()}); its log ends with:\n{tail}")


def _pid_at(endpoint: str) -> int | None:
    """The process of the sandbox that answers there; None when none does. A port may have changed hands."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_local/health", data=b"", timeout=1) as answer:  # noqa: S310 - loopback
            return int(json.loads(answer.read())["pid"])
    except (OSError, ValueError, KeyError):
        return None


def _end(pid: int, process: "subprocess.Popen[bytes] | None") -> None:
    """TERM, wait, KILL: to the whole session, so that function workers end too."""
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


def _has_ended(pid: int, process: "subprocess.Popen[bytes] | None") -> bool:
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
