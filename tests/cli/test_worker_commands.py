"""gatehouse offboard, release and certificate, where nothing is deployed; and what a certificate looks like."""

from typing import Any

import pytest

from cli.certificate import make_lines
from cli.offboard import status_of
from cli.statuses import Status
from tests.cli.conftest import Run

CERTIFICATE: dict[str, Any] = {
    "complete": False,
    "email": "ana@example.com",
    "user_id": "u-1",
    "event": {"id": "msg_1", "type": "worker.left"},
    "effective_at": "2026-05-04T12:00:00Z",
    "finished_at": "2026-05-04T12:01:00Z",
    "denied": True,
    "user_deleted": False,
    "account_access": "off: not in use",
    "removed": {
        "assignments": ["user u-1, ReadOnly, in 111111111111"],
        "memberships": [],
        "entitlements": ["arn:role"],
    },
    "left": {"assignments": [], "memberships": ["Developers"], "entitlements": []},
    "until": ["role sessions end by noon"],
    "problems": ["leave Developers: denied"],
}


@pytest.mark.parametrize("command", ["offboard", "release", "certificate"])
def test_not_deployed(run: Run, command: str):
    """Where Gatehouse is not deployed there is one clear line that says where it was looked for."""
    ended = run(command, "ana@example.com")
    assert (ended.status, ended.out) == (1, "")
    assert "Gatehouse is not deployed here: this account has no stack Gatehouse" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ana"], "data.email"),
        (["ana@example.com", "--at", "tomorrow"], "data.effective_at"),
        (["ana@example.com", "--at", "2026-05-04T12:00:00"], "data.effective_at"),
    ],
)
def test_bad_usage(run: Run, arguments: list[str], said: str):
    """An address or a time that is none is bad usage, before AWS is asked anything."""
    ended = run("offboard", *arguments)
    assert ended.status == 64
    assert said in ended.err


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("offboarded", Status.DONE),
        ("already offboarded", Status.DONE),
        ("waits until 2026-12-31T00:00:00Z", Status.DONE),
        (None, Status.DONE),
        ("held: leavers-0123", Status.HELD),
        ("no such user in the directory", Status.FAILED),
        ("unfinished: deny: full", Status.FAILED),
    ],
)
def test_status(result: str | None, status: Status):
    """The exit status says whether it is done, held for a person, or not done."""
    assert status_of(result) is status


def test_what_a_certificate_says():
    """What was removed and what is left, each in its kind, and every problem."""
    assert list(make_lines(CERTIFICATE)) == [
        "  by worker.left msg_1, effective 2026-05-04T12:00:00Z, read again 2026-05-04T12:01:00Z",
        "  denied by the quarantine: yes",
        "  removed:",
        "    assignment: user u-1, ReadOnly, in 111111111111",
        "    entitlement: arn:role",
        "  left, when it was read again:",
        "    membership: Developers",
        "  account access manager: off: not in use",
        "  until: role sessions end by noon",
        "  problem: leave Developers: denied",
    ]
