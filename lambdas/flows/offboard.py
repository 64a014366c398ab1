"""A leaver, step by step: deny, strip, prove. Every step is repeated harmlessly, so a crash anywhere is resumed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lambdas.core.assignments import Action, Names
from lambdas.core.certificates import Certificate, Leaving, parse_found
from lambdas.core.entitlements import Entitlements
from lambdas.core.outcomes import Result
from lambdas.core.plan import Change
from lambdas.core.policy import Directory, Policy
from lambdas.flows.apply import Limits, apply_changes
from lambdas.flows.offboard_reading import Holding, Problems, Watched, read_holding
from lambdas.ports import Ports

Keep = Callable[[Certificate], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before: the certificate of an interrupted run, and the account access manager's applications."""

    begun: Mapping[str, Any] = field(default_factory=dict)
    applications: tuple[str, ...] = ()


def offboard(
    leaving: Leaving, known: Known, policy: Policy, ports: Ports, limits: Limits, *, keep: Keep
) -> Certificate:
    """Deny the user, take away what it holds, and read it all again.

    `keep` is called before anything is removed.
    """
    problems = Problems()
    with problems.noted("deny"):
        ports.quarantine.deny(leaving.user_id)
    before = Holding(entitlements=Entitlements(applications=known.applications))
    held = read_holding(leaving.user_id, ports, problems, before)
    with problems.noted("read the names of groups"):
        held = held.named(ports.store)
    found = parse_found(known.begun, leaving.event_id) | held.describe()
    if held.describe() or problems.found or policy.workers.leaver.delete_user:
        keep(Certificate(leaving, found, held.describe(), False, ports.clock.now(), problems=("begun",)))
    watched = Watched(ports.center, ports.clock, leaving.user_id)
    with problems.noted("revoke assignments"):
        problems.found += revoke_assignments(held, watched, ports, limits)
    remove_the_rest(held, ports, problems)
    external = policy.workers.directory is Directory.EXTERNAL
    unproven = Certificate(leaving, found, found, False, ports.clock.now(), external=external)
    certificate = prove(unproven, held, watched, problems, ports)
    if certificate.complete and policy.workers.leaver.delete_user:
        certificate = delete_user(certificate, ports)
    return certificate


def revoke_assignments(held: Holding, watched: Watched, ports: Ports, limits: Limits) -> list[str]:
    """Revoke each; answer with a line for each that AWS did not confirm."""
    changes = [Change(Action.REVOKE, assignment, ("the worker has left",)) for assignment in held.assignments]
    outcomes = apply_changes(changes, watched, ports.clock, limits)
    unfinished = [outcome for outcome in outcomes if outcome.result is not Result.DONE]
    return [f"revoke {Names().describe(o.change.assignment)}: {o.detail}" for o in unfinished]


def remove_the_rest(held: Holding, ports: Ports, problems: Problems) -> None:
    """Entitlements of the account access manager, and memberships; one that fails does not keep the next."""
    for entitlement in held.entitlements.found:
        with problems.noted(f"revoke the entitlement to {entitlement.role_arn}"):
            ports.account_access.delete_entitlement(entitlement)
    for membership in held.memberships:
        with problems.noted(f"leave {held.group_name(membership)}"):
            ports.store.delete_membership(membership)


def prove(certificate: Certificate, held: Holding, watched: Watched, problems: Problems, ports: Ports) -> Certificate:
    """Read everything again: done means verified. What could not be read again counts as left."""
    again, denied = Problems(), False
    holding = read_holding(certificate.user_id, ports, again, before=held, watched=watched)
    left = certificate.found if again.found else holding.describe()
    with again.noted("read the deny"):
        denied = ports.quarantine.is_denied(certificate.user_id)
    return replace(
        certificate,
        left=left,
        denied=denied,
        at=ports.clock.now(),
        account_access=held.entitlements.off or "on",
        applications=held.entitlements.applications,
        problems=(*problems.found, *(f"afterwards: {problem}" for problem in again.found)),
    )


def delete_user(certificate: Certificate, ports: Ports) -> Certificate:
    """Only if the policy says so, and only when nothing is left: a deleted user's assignments could be orphaned."""
    problems = Problems()
    with problems.noted("delete the user"):
        ports.store.delete_user(certificate.user_id)
    deleted = not problems.found
    return replace(certificate, user_deleted=deleted, problems=tuple(problems.found))
