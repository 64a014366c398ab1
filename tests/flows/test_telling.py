"""What is said of drift: that it was put right when it was, and that hands made it when they did."""

import pytest

from lambdas.core.accounts import Account
from lambdas.core.errors import RetryError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal
from lambdas.flows.sweep import handle_sweep_signals
from tests.flows.world import ARNS, DEV, POLICY, PROD, limits, make_world, of_group

UNLIMITED = {**POLICY.model_dump(mode="json", by_alias=True), "safety": {"max_revokes": {"count": 20, "share": "100%"}}}
RULES = UNLIMITED["access"]


@pytest.fixture
def ports():
    """A world of thirty more accounts, in line."""
    found = make_world()
    for account_id in (f"{n:012}" for n in range(1, 31)):
        found.organization.accounts[account_id] = Account(account_id, account_id, ou_path=("Sandbox",))
    sweep(found, "event-1")
    found.notifier.events.clear()
    return found


def sweep(ports, event_id: str, policy: Policy = POLICY) -> None:
    handle_sweep_signals([Signal("SweepDue", Scope(everything=True), event_id, "")], policy, ports, limits(ports))


def drift(ports) -> list[tuple[str, bool]]:
    told = [detail for name, detail in ports.notifier.events if name == "DriftFound"]
    return [(detail["account_id"], detail["reverted"]) for detail in told]


def test_what_is_held_is_not_told_as_put_right(ports):
    """Surplus in thirty accounts waits for a person: nothing says that it was reverted."""
    ports.center.assignments |= {of_group(f"{n:012}", "DevPowerUser", "Developers") for n in range(1, 31)}
    sweep(ports, "event-2")
    assert drift(ports) == []


def test_what_failed_is_told_when_it_is_put_right(ports):
    """A revert that AWS refuses is told by the look that does it."""
    ports.center.assignments.add(of_group(f"{1:012}", "DevPowerUser", "Developers"))
    ports.center.faults = ["not ready"]
    sweep(ports, "event-2", Policy.model_validate(UNLIMITED))
    assert drift(ports) == []
    sweep(ports, "event-3", Policy.model_validate(UNLIMITED))
    assert drift(ports) == [(f"{1:012}", True)]


def test_what_could_not_be_read_is_not_taken_for_in_line(ports):
    """A new policy's revoke that waits for a reading is no drift when the reading succeeds."""
    moved = Policy.model_validate({**UNLIMITED, "access": [{**RULES[0], "accounts": {"id": PROD}}, RULES[1]]})
    ports.center.unreadable = {"g-dev": RetryError("throttled")}
    sweep(ports, "event-2", moved)
    ports.center.unreadable = {}
    sweep(ports, "event-3", moved)
    assert [a.account_id for a in ports.center.assignments if a.permission_set_arn == ARNS["DevPowerUser"]] == [PROD]
    assert of_group(DEV, "DevPowerUser", "Developers") not in ports.center.assignments
    assert drift(ports) == []
