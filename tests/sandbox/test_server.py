"""The server's process: the version it fits, where it listens, what it takes a request for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from sandbox.process import free_port
from sandbox.server import MINISTACK, WRONG_VERSION
from tests.sandbox.identity.waiting import error_of
from tests.sandbox.making import allow, document, make_user, unique

METADATA = "Metadata-Version: 2.1\nName: ministack\nVersion: 1.6.0\n"


def test_another_ministack_is_refused(tmp_path):
    """With another version installed the process ends at once, with its own exit code, and says what to do."""
    distribution = tmp_path / "ministack-1.6.0.dist-info"
    distribution.mkdir()
    (distribution / "METADATA").write_text(METADATA)
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.server", "--port", str(free_port())],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == WRONG_VERSION
    assert f"needs ministack {MINISTACK}, and 1.6.0 is installed. Run `make setup`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's table of sockets")
def test_nothing_listens_but_on_loopback(sandbox):
    """Every socket the process listens on is bound to 127.0.0.1."""
    sockets = {str(path.readlink()) for path in Path(f"/proc/{sandbox.place.pid}/fd").iterdir()}
    addresses = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{sandbox.place.pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_rest = line.split()
            if state == "0A" and f"socket:[{line.split()[9]}]" in sockets:
                addresses.add(local.partition(":")[0])
    assert addresses == {"0100007F"}


def test_requests_count_as_tls(sandbox):
    """A bucket that refuses plain HTTP can be used, and one that refuses TLS cannot: AWS is only reached over TLS."""
    put_object(sandbox, bucket_refusing(sandbox, secure="false"))
    assert error_of(put_object, sandbox=sandbox, bucket=bucket_refusing(sandbox, secure="true"))[0] == "AccessDenied"


def bucket_refusing(sandbox, *, secure):
    """A bucket closed to requests that came over TLS, or to those that did not."""
    s3, bucket = sandbox.client("s3"), unique("bucket")
    s3.create_bucket(Bucket=bucket)
    condition = {"Bool": {"aws:SecureTransport": secure}}
    deny = {**allow("s3:*", f"arn:aws:s3:::{bucket}/*", "Deny"), "Principal": "*", "Condition": condition}
    s3.put_bucket_policy(Bucket=bucket, Policy=document(deny))
    return bucket


def put_object(sandbox, bucket):
    """As a person: ministack asks no policy about root."""
    make_user(sandbox, allow("s3:*")).client("s3").put_object(Bucket=bucket, Key="key", Body=b"1")


def test_iam_is_enforced(sandbox):
    """A key that nobody was given is refused."""
    with pytest.raises(ClientError):
        sandbox.client("s3", access_key="AKIAUNKNOWN000000000").list_buckets()


def test_the_account_and_region_are_the_homes(sandbox):
    """The key `test` is the management account's root."""
    assert sandbox.client("sts").get_caller_identity()["Arn"] == "arn:aws:iam::100000000001:root"
