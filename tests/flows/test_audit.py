"""The deep audit: every assignment of every account, slowly, and exactly where it stopped."""

from dataclasses import replace
from datetime import timedelta

from lambdas.core.accounts import Account
from lambdas.core.errors import RetryError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal, parse_signal
from lambdas.flows.apply import Limits
from lambdas.flows.audit import handle_audit_signals
from tests.flows.world import ARNS, BEN, DEV, LENA, POLICY, PROD, limits, make_world, of_group, of_user

AUDIT = Signal("AuditDue", Scope(everything=True), "audit-1", "2026-05-04T11:59:00Z")


def test_access_that_no_managed_principal_explains_is_found():
    """A direct assignment that a sweep cannot see is told, once, and left alone."""
    ports = make_world()
    direct = of_user(PROD, "ReadOnly", LENA)
    ports.center.assignments = {direct}
    for _ in range(2):
        assert handle_audit_signals([AUDIT], POLICY, ports, limits(ports)).result == "every account audited"
    assert direct in ports.center.assignments
    assert [detail["account_id"] for name, detail in ports.notifier.events if name == "UnmanagedFound"] == [PROD]


def test_orphans_are_cleaned():
    """What a deleted user still holds goes, though no rule manages it; what is break glass stays."""
    ports = make_world()
    ports.center.assignments = {of_user(PROD, "DevPowerUser", BEN), of_user(PROD, "EmergencyAdmin", BEN)}
    del ports.store.users[BEN]
    handle_audit_signals([AUDIT], POLICY, ports, limits(ports))
    assert of_user(PROD, "DevPowerUser", BEN) not in ports.center.assignments
    assert of_user(PROD, "EmergencyAdmin", BEN) in ports.center.assignments


def test_it_puts_right_what_it_finds():
    """An audit is a look like any other: what rules manage is brought in line."""
    ports = make_world()
    handle_audit_signals([AUDIT], POLICY, ports, limits(ports))
    assert of_group(DEV, "DevPowerUser", "Developers") in ports.center.assignments


def test_it_goes_on_where_it_stopped():
    """When its time is up it sends itself on, and no account is read twice or left out."""
    ports = make_world()
    ports.organization.accounts = {f"{n:012}": Account(f"{n:012}", f"a-{n}") for n in range(1, 41)}
    read: list[str] = []
    list_assignments = ports.center.list_assignments

    def count(account_id, arns=None):
        read.append(account_id)
        ports.clock.sleep(1)
        return list_assignments(account_id, arns)

    ports.center.list_assignments = count
    signals, rounds = [AUDIT], 0
    while signals:
        handle_audit_signals(signals, POLICY, ports, Limits(1, ports.clock.now() + timedelta(seconds=5)))
        signals = [parse_signal(event) for lane, event in ports.lanes.sent if lane == "audit"]
        ports.lanes.sent.clear()
        rounds += 1
    assert sorted(read) == sorted(ports.organization.accounts)
    assert rounds > 2


def test_an_audit_that_cannot_begin_comes_back():
    """Nothing is lost when the accounts cannot be listed."""
    ports = make_world()
    ports.organization.fault = RetryError("throttled")
    assert handle_audit_signals([AUDIT], POLICY, ports, limits(ports)).result.startswith("unfinished")
    ((lane, _, _),) = ports.schedules.wakes.values()
    assert lane == "audit"


def test_what_a_glob_calls_break_glass_is_not_revoked_as_unmanaged():
    """Groups, users and permission sets that only a glob of break glass means are out of reach of every look."""
    ports = make_world()
    ports.store.groups["On call EU"] = "g-oncall"
    ports.center.permission_sets["RescueAdmin"] = ARNS["ReadOnly"].replace("ReadOnly", "Rescue")
    spared = {
        of_group(PROD, "ReadOnly", "Operators"),
        replace(of_group(PROD, "ReadOnly", "Operators"), principal_id="g-oncall"),
        replace(
            of_group(PROD, "ReadOnly", "Operators"), permission_set_arn=ports.center.permission_sets["RescueAdmin"]
        ),
        of_user(PROD, "ReadOnly", LENA),
    }
    surplus = of_user(PROD, "ReadOnly", BEN)
    names = {"groups": ["On call*"], "permission_sets": ["Rescue*"], "directory_users": ["lena@*"]}
    written = {**POLICY.model_dump(mode="json", by_alias=True), "break_glass": names, "safety": {"unmanaged": "revoke"}}
    for scope in (Scope(frozenset({PROD})), Scope(frozenset({PROD}), deep=True)):
        ports.center.assignments = {*spared, surplus}
        brought_back = replace(AUDIT, scope=scope)
        handle_audit_signals([brought_back], Policy.model_validate(written), ports, limits(ports))
        assert ports.center.assignments == spared
