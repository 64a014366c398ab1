"""What an event means for break glass, with the names of the ids in it looked up where they decide."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lambdas.core.break_glass import Finding, Lookups, Names, Severity, find, what_to_look_up
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.ports import Ports


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
    """The names. Groups and users are asked by id; permission sets by the names the policy has, since no call gives
    the name of an ARN without reading all of them. What is gone has none.
    """
    return Names(
        permission_sets=_permission_sets(wanted, policy, ports),
        groups=ports.store.describe_groups(wanted.group_ids) if wanted.group_ids else {},
        users={user_id: _names_of(user_id, ports) for user_id in wanted.user_ids},
    )


def _permission_sets(wanted: Lookups, policy: Policy, ports: Ports) -> dict[str, str]:
    if not (wanted.permission_set_arns or wanted.permission_set_names):
        return {}
    names = {*wanted.permission_set_names, *policy.permission_sets, *policy.break_glass.permission_sets}
    return {arn: name for name, arn in ports.center.find_permission_sets(names).items()}


def _names_of(user_id: str, ports: Ports) -> tuple[str, ...]:
    user = ports.store.describe_user(user_id)
    return (user.user_name, *user.emails) if user else ()
