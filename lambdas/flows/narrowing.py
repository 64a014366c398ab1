"""What of a signal concerns the policy at all: a directory has many groups, and most are no business of Gatehouse's."""

from dataclasses import replace

from lambdas.core.assignments import Principal
from lambdas.core.memory import Recalled
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.flows.names import find_names, group_names, permission_set_names
from lambdas.flows.recalling import recall
from lambdas.ports import Ports


def narrow(scope: Scope, policy: Policy, ports: Ports) -> Scope:
    """The scope without the principals and permission sets that make no difference: some calls instead of all."""
    if scope.everything:
        return scope
    recalled = recall(Scope(), ports.memory)
    return replace(
        scope,
        principals=_relevant_principals(scope, policy, recalled, ports),
        permission_sets=frozenset(
            arn for arn in scope.permission_sets if _is_relevant_set(arn, policy, recalled, ports)
        ),
    )


# the directory says      the policy had it, now or before   the policy names it now      relevant
# it is there             settled under this name            any                          no: nothing has changed
# it is there             not settled under this name        any                          yes: it was renamed
# it is there             never                              yes                          yes: a rule means it now
# it is there             never                              no                           no
# it is gone              yes                                any                          yes
# it is gone              never                              any                          if it still holds anything
def _relevant_principals(scope: Scope, policy: Policy, recalled: Recalled, ports: Ports) -> frozenset[Principal]:
    names, wanted = find_names(scope.principals, ports.store), group_names(policy)
    relevant = set()
    for principal in scope.principals:
        holder, name = recalled.holders.get(principal), names.get(principal)
        if name is None:
            changed = holder is not None or bool(ports.center.list_assignments_of(*principal))
        else:
            changed = holder.settled != name if holder else name in wanted
        if changed:
            relevant.add(principal)
    return frozenset(relevant)


def _is_relevant_set(arn: str, policy: Policy, recalled: Recalled, ports: Ports) -> bool:
    if arn in {pair.permission_set_arn for pair in recalled.pairs}:
        return True
    return ports.center.find_permission_set_name(arn) in permission_set_names(policy)
