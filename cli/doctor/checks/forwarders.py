"""The forwarders: a stack in every other Region that is listened in, and a stack set for the member accounts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem, warning

NAME = "forwarders"
WORKS = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE")


@dataclass(frozen=True, slots=True)
class Members:
    """The stack set of the member accounts. `current` are the accounts whose stack is as the template says."""

    status: str
    current: frozenset[str]


@dataclass(frozen=True, slots=True)
class ForwarderFacts:
    """`needed` is Region -> name of the stack, `found` Region -> status of that stack, for those that are there.

    `accounts` are the ACTIVE member accounts; `members` is None where there is no stack set.
    """

    needed: Mapping[str, str]
    found: Mapping[str, str]
    accounts: frozenset[str] = frozenset()
    members: Members | None = None


def check_forwarders(found: ForwarderFacts) -> Iterator[Check]:
    """Each Region and each account whose events nobody forwards."""
    wrong = [check for region, stack in found.needed.items() for check in _check_region(found, region, stack)]
    yield from wrong
    if not wrong:
        where = ", ".join(found.needed) or "no other Region needs one"
        yield fine(NAME, "events of other Regions reach the home Region", where)
    yield _check_members(found)


def _check_region(found: ForwarderFacts, region: str, stack: str) -> Iterator[Check]:
    status = found.found.get(region)
    if status is None:
        yield problem(
            NAME,
            f"there is no stack {stack}: what AWS reports only there is not seen",
            region,
            next_step=f"npx cdk bootstrap for {region}, then npx cdk deploy {stack}",
        )
    elif status not in WORKS:
        yield problem(NAME, f"the stack {stack} is {status}", region, next_step=f"mend it, then npx cdk deploy {stack}")


def _check_members(found: ForwarderFacts) -> Check:
    if found.members is None:
        return warning(
            NAME,
            "no stack set forwards from member accounts: a role that is assumed inside one is not seen",
            "member accounts",
            next_step="docs/operations.md says what forwards from member accounts, and what is not seen without it",
        )
    silent = sorted(found.accounts - found.members.current)
    if found.members.status != "ACTIVE" or silent:
        what = f"{len(silent)} of {len(found.accounts)} accounts do not forward" if silent else found.members.status
        return problem(
            NAME,
            what,
            ", ".join(silent[:5]) + (", ..." if len(silent) > len(silent[:5]) else ""),
            next_step="look at the operations of the stack set in CloudFormation; it reaches new accounts by itself",
        )
    return fine(NAME, f"{len(found.accounts)} member accounts forward", "member accounts")
