"""The command line as a person runs it, against an AWS that answers at AWS_ENDPOINT_URL."""

import json
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from cli.main import main
from lambdas.aws.clients import make_client
from sandbox.supervisor import Sandbox
from tests.cli.cloud import Cloud
from tests.cli.organizations import make_grown

# At once and without quotas: these tests are about what the commands say and do.
QUICK = {
    "throttle": "false",
    "async_seconds": "0",
    "create_account_seconds": "0",
    "close_account_seconds": "0",
}
SHELL = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")


@contextmanager
def started() -> Iterator[Cloud]:
    """An AWS of its own, empty but for the management account."""
    with Sandbox.start(identity=QUICK) as sandbox:
        told = sandbox.environment()
        yield Cloud({name: told[name] for name in SHELL})


@pytest.fixture(scope="session")
def grown() -> Iterator[Cloud]:
    with started() as cloud:
        make_grown(cloud)
        yield cloud


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]
CommandOn = Callable[[Cloud], Run]


@pytest.fixture
def run_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Callable[[Mapping[str, str]], Run]]:
    """Commands under an environment of their own, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def under(environment: Mapping[str, str]) -> Run:
        for name in SHELL:
            monkeypatch.delenv(name, raising=False)
        nothing = {
            "AWS_CONFIG_FILE": "none",
            "AWS_SHARED_CREDENTIALS_FILE": "none",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        for name, value in {**nothing, **environment}.items():
            monkeypatch.setenv(name, value)
        _forget_clients()
        return lambda *arguments: _run(monkeypatch, capsys, arguments)

    yield under
    _forget_clients()


def _forget_clients() -> None:
    make_client.cache_clear()
    boto3.setup_default_session()


def _run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> Ended:
    monkeypatch.setattr(sys, "argv", ["gatehouse", *map(str, arguments)])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ending:
        main()
    said = capsys.readouterr()
    return Ended(int(ending.value.code or 0), said.out, said.err)


@pytest.fixture
def run(run_in: Callable[[Mapping[str, str]], Run], grown: Cloud) -> Run:
    """Commands against the organization of 200 accounts."""
    return run_in(grown.environment)


@pytest.fixture
def team(grown: Cloud) -> str:
    """A new group that holds nothing."""
    name = f"Team {uuid.uuid4().hex[:8]}"
    grown.add_group(name)
    return name
