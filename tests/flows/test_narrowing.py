"""What of a signal is worth a look: never so little that something is lost."""

from dataclasses import replace
from datetime import timedelta

from lambdas.core.accounts import Account
from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal, parse_signal
from lambdas.flows.account_changed import handle_account_signals
from lambdas.flows.sweep import handle_sweep_signals
from tests.flows.world import DEV, GROUPS, POLICY, PROD, limits, make_world, of_group

DEVELOPERS = Scope(principals=frozenset({Principal(PrincipalType.GROUP, "g-dev")}))
RENAMED = Signal("GroupNotified", DEVELOPERS, "event-2", "")


def renamed_into_the_policy(*names: str):
    """A world in line, in which these groups have just got the names that rules have."""
    ports = make_world()
    ids = {name: ports.store.groups.pop(name) for name in names or ("Developers",)}
    ports.store.groups |= {f"Old {name}": group_id for name, group_id in ids.items()}
    everything = Signal("SweepDue", Scope(everything=True), "event-1", "")
    handle_sweep_signals([everything], POLICY, ports, limits(ports))
    ports.store.groups = dict(GROUPS)
    return ports


def test_a_look_that_takes_long_goes_on_to_its_end():
    """What goes on in a new message is not taken for nothing new: every account gets what the new name gives."""
    ports = renamed_into_the_policy()
    for account_id in (f"{n:012}" for n in range(1, 11)):
        ports.organization.accounts[account_id] = Account(account_id, account_id, ou_path=("Workloads", "Dev"))
    ports.center.takes = timedelta(seconds=4)
    waiting = [RENAMED]
    while waiting:
        handle_sweep_signals(waiting, POLICY, ports, replace(limits(ports, 12), outstanding=1))
        waiting = [parse_signal(event) for _, event in ports.lanes.sent]
        ports.lanes.sent.clear()
    assert len([found for found in ports.center.assignments if found.principal_id == "g-dev"]) == 11


def test_an_account_that_was_faster_hides_nothing():
    """A loop over another account, between the event and the sweep's turn, does not settle the new name."""
    ports = renamed_into_the_policy()
    moved = Signal("MoveAccount", Scope(frozenset({PROD})), "event-3", "")
    handle_account_signals([RENAMED, moved], POLICY, ports, limits(ports))
    ((lane, event),) = ports.lanes.sent
    assert lane == "sweep"
    handle_sweep_signals([parse_signal(event)], POLICY, ports, limits(ports))
    assert of_group(DEV, "DevPowerUser", "Developers") in ports.center.assignments


def test_what_has_settled_is_not_looked_at_again():
    """The same event twice is one look."""
    ports = renamed_into_the_policy()
    handle_sweep_signals([RENAMED], POLICY, ports, limits(ports))
    assert handle_sweep_signals([replace(RENAMED, event_id="event-3")], POLICY, ports, limits(ports)) == ()


def test_a_look_at_one_group_settles_no_other():
    """Two groups get the names of rules at once: the look at the first leaves the second to its own event."""
    ports = renamed_into_the_policy("Developers", "Operators")
    for group_id in ("g-dev", "g-ops"):
        scope = Scope(principals=frozenset({Principal(PrincipalType.GROUP, group_id)}))
        handle_sweep_signals([replace(RENAMED, scope=scope, event_id=group_id)], POLICY, ports, limits(ports))
    assert {found.principal_id for found in ports.center.assignments} == {"g-dev", "g-ops"}
