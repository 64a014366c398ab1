"""`gatehouse sandbox up` and `down`, as a person runs them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

GATEHOUSE = str(Path(sys.executable).parent / "gatehouse")


@pytest.fixture
def gatehouse(tmp_path):
    """Run the command line under a home of its own; what it started is gone afterwards."""
    (tmp_path / "tmp").mkdir()
    places = {"HOME": "", "XDG_CONFIG_HOME": "config", "TMPDIR": "tmp"}
    environment = {**os.environ, **{name: str(tmp_path / place) for name, place in places.items()}}

    def run(*arguments):
        return subprocess.run(
            [GATEHOUSE, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    yield run
    if (tmp_path / "config").exists():
        run("sandbox", "down")


def test_up_and_down(gatehouse, tmp_path):
    """Up starts it and says how to use it, up again says the same, down leaves nothing, down again is no mistake."""
    first, second = gatehouse("sandbox", "up"), gatehouse("sandbox", "up")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout
    endpoint = first.stdout.split()[first.stdout.split().index("at") + 1]
    for words in ("export AWS_ENDPOINT_URL=" + endpoint, "aws sso-admin list-instances", "gatehouse sandbox down"):
        assert words in first.stdout
    assert account_at(endpoint) == "100000000001"
    assert len(list((tmp_path / "tmp").glob("gatehouse-sandbox-*"))) == 1
    assert "is down" in gatehouse("sandbox", "down").stdout
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(endpoint.rpartition(":")[2])))
    again = gatehouse("sandbox", "down")
    assert (again.returncode, again.stdout) == (0, "The embedded AWS was not up.\n")
    assert not list((tmp_path / "tmp").glob("gatehouse-*"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def account_at(endpoint):
    """Whose AWS answers there, for one that does what `up` says."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    return boto3.client("sts", endpoint_url=endpoint, **keys).get_caller_identity()["Account"]


@pytest.mark.parametrize("arguments", [("sandbox", "sideways"), ("sandbox", "up", "--port", "80"), ("sandwich",)])
def test_bad_usage_is_64(gatehouse, arguments):
    """What cannot be meant ends with 64 and one message, not with a traceback."""
    done = gatehouse(*arguments)
    assert (done.returncode, done.stdout) == (64, "")
    assert "Try 'gatehouse --help'." in done.stderr
    assert "Traceback" not in done.stderr
