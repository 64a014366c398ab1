"""A joiner or a mover: new access at once, old access after the overlap, and nothing HR does not manage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lambdas.core.policy import Directory, Policy
from lambdas.core.workers import Employ, Moves, make_memberships, make_moves, signal_id
from lambdas.flows.worker_changed_case import Case
from lambdas.ports import Membership, Ports


def employ(case: Case, due: Employ, policy: Policy, ports: Ports) -> str:
    """Bring the worker's groups to what its attributes give. With an external directory: say so, and write nothing."""
    if due.back:
        take_back(case, ports)
    if not policy.workers.groups or not due.attributes:
        return "employed: nothing is said that groups depend on"
    wanted = make_memberships(policy, due.attributes)
    user_id = find_worker(case, ports)
    groups = read_groups(user_id, policy, ports)
    moves = make_moves(
        wanted & groups.ids.keys(),
        groups.held.keys(),
        case.worker.overlaps,
        policy.workers.mover.overlap,
        ports.clock.now(),
    )
    _tell_of_missing(wanted - groups.ids.keys(), case, ports)
    if policy.workers.directory is Directory.EXTERNAL:
        return advise(case, moves, ports)
    return write(case, make_names(case.worker.email, due.attributes), moves, groups, ports)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups HR manages, by name: the id of each, and the worker's membership where there is one."""

    ids: Mapping[str, str]
    held: Mapping[str, Membership]


def read_groups(user_id: str | None, policy: Policy, ports: Ports) -> Groups:
    """Those of the policy that the directory has. Nobody is a member of nothing."""
    ids = ports.store.find_groups(policy.workers.groups)
    names = {group_id: name for name, group_id in ids.items()}
    memberships = ports.store.list_memberships(user_id) if user_id else ()
    return Groups(ids, {names[m.group_id]: m for m in memberships if m.group_id in names})


def take_back(case: Case, ports: Ports) -> None:
    """Who works here again is not denied any longer; what HR does not manage is put back by a person.

    The quarantine is asked, not the record alone: a run that died on its first steps may have left the id there.
    """
    before = case.worker.offboarding
    user_id = before.user_id if before is not None else find_worker(case, ports)
    if user_id is None or not (ports.quarantine.release(user_id) or before is not None):
        return
    ports.notifier.publish("WorkerReleased", {"user_id": user_id, "event_id": signal_id(case.signal)})
    ports.notifier.alert(
        "A worker who was offboarded is back",
        f"{case.worker.email} is released from the quarantine, and gets the groups that HR's attributes give. What "
        "else the certificate says was removed is not put back: gatehouse certificate shows it.",
    )
    case.update(offboarding=None)


def find_worker(case: Case, ports: Ports) -> str | None:
    """The worker's user: the one known, as long as it exists, or else by the address."""
    known = case.worker.user_id
    user_id = known if known and ports.store.describe_user(known) else ports.store.find_user_id(case.worker.email)
    case.update(user_id=user_id or "")
    return user_id


def write(case: Case, names: Mapping[str, str], moves: Moves, groups: Groups, ports: Ports) -> str:
    """Join first, then leave what is over. Nobody gets a user who is to be in no group."""
    if moves.join and not case.worker.user_id:
        case.update(user_id=ports.store.create_user(case.worker.email, names))
    for group in sorted(moves.join):
        ports.store.create_membership(groups.ids[group], case.worker.user_id)
    for group in sorted(moves.leave):
        ports.store.delete_membership(groups.held[group])
    _announce(case, moves, ports)
    case.update(overlaps=dict(moves.ending))
    if moves.join or moves.leave:
        ports.notifier.publish("WorkerMoved", {"email": case.worker.email, **_describe(moves)})
    return describe(moves)


def advise(case: Case, moves: Moves, ports: Ports) -> str:
    """What the identity provider should do, for whoever listens on the bus; its directory is not ours to write."""
    case.update(overlaps=dict(moves.ending))
    if not moves.join and not moves.leave and not moves.ending:
        return "the identity provider has nothing to do"
    ports.notifier.publish("WorkerAccessDue", {"email": case.worker.email, **_describe(moves)})
    _wake_at_the_end(case, moves, ports)
    return f"for the identity provider: {describe(moves)}"


def describe(moves: Moves) -> str:
    """In a few words."""
    parts = [f"joins {', '.join(sorted(moves.join))}"] if moves.join else []
    parts += [f"leaves {', '.join(sorted(moves.leave))}"] if moves.leave else []
    parts += [f"leaves {group} at {_iso(until)}" for group, until in sorted(moves.ending.items())]
    return "; ".join(parts) or "has what the attributes give"


def make_names(email: str, attributes: Mapping[str, str | list[str]]) -> dict[str, str]:
    """The names a user is created with: HR's given_name, family_name and display_name, or what the address gives."""
    local = email.partition("@")[0]
    first, _, last = local.partition(".")
    told = {name: value for name, value in attributes.items() if isinstance(value, str) and value}
    given, family = told.get("given_name", first.title()), told.get("family_name", last.title() or local)
    return {
        "given_name": given,
        "family_name": family,
        "display_name": told.get("display_name", f"{given} {family}"),
    }


def _announce(case: Case, moves: Moves, ports: Ports) -> None:
    """Old access is announced once, when it is first seen to be old, and is looked at again when it ends."""
    new = {group: until for group, until in moves.ending.items() if group not in case.worker.overlaps}
    if new:
        ending = {group: _iso(until) for group, until in sorted(new.items())}
        ports.notifier.publish("WorkerAccessEnding", {"email": case.worker.email, "ending": ending})
    _wake_at_the_end(case, moves, ports)


def _wake_at_the_end(case: Case, moves: Moves, ports: Ports) -> None:
    if moves.ending:
        case.wait(min(moves.ending.values()), ports)


def _tell_of_missing(groups: frozenset[str], case: Case, ports: Ports) -> None:
    if groups:
        ports.notifier.alert(
            "A group that HR fills does not exist",
            f"{case.worker.email} is to be in {', '.join(sorted(groups))}, and the directory has no such group.\n"
            "Create the group, or change workers.groups in the policy, and send the event again.",
        )


def _describe(moves: Moves) -> dict[str, Any]:
    return {
        "join": sorted(moves.join),
        "leave": sorted(moves.leave),
        "ending": {group: _iso(until) for group, until in sorted(moves.ending.items())},
    }


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
