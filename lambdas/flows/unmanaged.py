"""The names of what no rule manages: read before it is revoked, since a glob of break glass may mean it."""

from collections.abc import Iterable
from dataclasses import replace

from lambdas.core.assignments import PrincipalType
from lambdas.core.desired import Desired, Pair
from lambdas.core.review import Readings
from lambdas.flows.names import find_names
from lambdas.ports import IdentityCenter, Ports


def name_unmanaged(read: Readings, desired: Desired, ports: Ports) -> Readings:
    """The readings with the names of whoever holds what is unmanaged, and of the permission sets of it."""
    unmanaged = [found for found in read.assignments if Pair.of(found) not in desired.managed]
    names = find_names({found.principal for found in unmanaged}, ports.store)
    of_kind = {
        kind: {name: principal.id for principal, name in names.items() if principal.type is kind}
        for kind in PrincipalType
    }
    known = replace(
        read.known,
        groups=of_kind[PrincipalType.GROUP] | read.known.groups,
        users=of_kind[PrincipalType.USER] | read.known.users,
    )
    learned = _learn({found.permission_set_arn for found in unmanaged}, read, ports.center)
    return replace(read, known=known, learned=read.learned | learned)


def _learn(arns: Iterable[str], read: Readings, center: IdentityCenter) -> dict[str, str]:
    remembered = read.recalled.permission_sets.keys() | read.learned.keys()
    names = {arn: center.find_permission_set_name(arn) for arn in sorted(set(arns) - remembered)}
    return {arn: name for arn, name in names.items() if name is not None}
