"""Starts and stops the sandbox's process: a cleaned environment, a folder of its own, nothing left behind."""

import json
import os
import platform
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from sandbox.home import HOME_REGION
from sandbox.process import Process, SandboxError, end, free_port, pid_at, start_process, wait_until_ready

__all__ = ["Place", "Sandbox", "SandboxError", "find_running", "save_place", "target"]

# ministack takes this key for the account's root.
ROOT_KEY = "test"  # its id and its secret


@dataclass(frozen=True, slots=True)
class Place:
    """Where a running sandbox is: enough to use it and to end it."""

    endpoint: str
    pid: int
    folder: str


class Sandbox:
    """A running sandbox. Use it as a context manager, or call `stop`."""

    def __init__(self, place: Place, process: Process | None = None) -> None:
        self.place = place
        self._process = process
        self._keys = (ROOT_KEY, ROOT_KEY)

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
        port, log = port or free_port(), log or folder / "server.log"
        process = start_process(folder, port, log, identity or {}, detached=detached)
        sandbox = cls(Place(f"http://127.0.0.1:{port}", process.pid, str(folder)), process)
        try:
            wait_until_ready(sandbox.place.endpoint, process, log)
        except BaseException:
            sandbox.stop()
            raise
        return sandbox

    @property
    def endpoint(self) -> str:
        """The address for AWS_ENDPOINT_URL."""
        return self.place.endpoint

    def client(
        self, service: str, *, region: str = HOME_REGION, access_key: str = "", secret_key: str = ROOT_KEY
    ) -> Any:
        """A plain boto3 client. A 12-digit access key is that account's root; without, it is whom `act_as` named."""
        own_key, own_secret = self._keys
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=access_key or own_key,
            aws_secret_access_key=secret_key if access_key else own_secret,
            config=Config(retries={"mode": "standard", "max_attempts": 10}),
        )

    def act_as(self, key_id: str, secret_key: str) -> None:
        """From here on clients and child processes are this user; before that, the management account's root."""
        self._keys = (key_id, secret_key)

    def environment(self) -> dict[str, str]:
        """What a child process needs to take this for AWS."""
        told = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self._keys[0],
            "AWS_SECRET_ACCESS_KEY": self._keys[1],
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
        end(self.place.pid, self._process)
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
    return Sandbox(place) if pid_at(place.endpoint) == place.pid else None


def target() -> str:
    """This machine as the deployment setting `target` names it: python3.11-x86_64."""
    processor = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"python{sys.version_info.major}.{sys.version_info.minor}-{processor}"
