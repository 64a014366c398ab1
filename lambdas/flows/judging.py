"""What an event means for break glass, with the names of the ids in it looked up where they decide."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lambdas.core.break_glass import Finding, Lookups, Names, Severity, find, what_to_look_up
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import BreakGlass, Policy
from lambdas.ports import IdentityCenter, Ports


def judge(event: Mapping[str, Any], policy: Policy, ports: Ports) -> Finding | None:
    """The finding, or none. What is certain from the event alone waits for no other service.

    Raises what the ports raise when a name cannot be looked up: the event then comes back, and at last is in front of
    a person.
    """
    section = policy.break_glass
    finding, wanted = find(event, section), what_to_look_up(event, section)
    if not wanted or (finding and finding.severity > Severity.LOW):
        return finding
    return find(event, section, look_up(wanted, policy, ports))


def name_person(finding: Finding, ports: Ports) -> Finding:
    """The finding with the person behind a directory user's id, if the directory tells."""
    if not finding.user_id:
        return finding
    try:
        user = ports.store.describe_user(finding.user_id)
    except GatehouseError:
        # The alarm waits for no directory: people get the id instead, which stands in `who`.
        return finding
    return replace(finding, who=f"{user.user_name}, {finding.who}") if user else finding


def look_up(wanted: Lookups, policy: Policy, ports: Ports) -> Names:
    """The names of the ids. What is gone has none."""
    return Names(
        permission_sets=_permission_sets(wanted, policy.break_glass, ports.center),
        groups=ports.store.describe_groups(wanted.group_ids) if wanted.group_ids else {},
        users={user_id: _names_of(user_id, ports) for user_id in wanted.user_ids},
    )


def _permission_sets(wanted: Lookups, watched: BreakGlass, center: IdentityCenter) -> dict[str, str]:
    """By ARN; where the event has a name and the policy an id, the names of those that the policy has by id."""
    arns = set(wanted.permission_set_arns)
    if wanted.permission_set_names:
        listed = center.list_permission_set_arns()
        arns |= {arn for arn in listed if {arn, arn.rsplit("/", 1)[-1]} & set(watched.permission_sets)}
    names = {arn: center.find_permission_set_name(arn) for arn in sorted(arns)}
    return {arn: name for arn, name in names.items() if name is not None}


def _names_of(user_id: str, ports: Ports) -> tuple[str, ...]:
    user = ports.store.describe_user(user_id)
    return (user.user_name, *user.emails) if user else ()
