"""A plan as others read it: one JSON document, and Markdown for a pull request."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from lambdas.core.assignments import Action, Assignment, Names
from lambdas.core.plan import Change, Plan, Withheld

SIGN = {Action.GRANT: "+", Action.REVOKE: "-"}


def make_document(plan: Plan, names: Names, held: str = "") -> dict[str, Any]:
    """The JSON form; docs/plan.md describes each member. Ids and names stand side by side."""
    return {
        "fingerprint": plan.fingerprint(),
        "counts": make_counts(plan),
        "held": held or None,
        "changes": [make_change(change, names) for change in plan.changes],
        "withheld": [
            {**make_change(withheld.change, names), "because": withheld.because} for withheld in plan.withheld
        ],
        "frozen": list(plan.frozen),
        "unmanaged": [make_assignment(assignment, names) for assignment in plan.unmanaged],
        "findings": list(plan.findings),
    }


def make_change(change: Change, names: Names) -> dict[str, Any]:
    """One change as the documents of plans and records have it."""
    return {"action": str(change.action), **make_assignment(change.assignment, names), "reasons": list(change.reasons)}


def make_counts(plan: Plan) -> dict[str, int]:
    """How many of each."""
    return {
        "grant": len(plan.grants),
        "revoke": len(plan.revokes),
        "withheld": len(plan.withheld),
        "unmanaged": len(plan.unmanaged),
    }


def summarize(plan: Plan, *, only_changes: bool = False) -> str:
    """'3 to grant, 1 to revoke, 2 withheld, 0 unmanaged'; the last two not with `only_changes`."""
    counts = make_counts(plan)
    changes = f"{counts['grant']} to grant, {counts['revoke']} to revoke"
    return changes if only_changes else f"{changes}, {counts['withheld']} withheld, {counts['unmanaged']} unmanaged"


def by_account(changes: Iterable[Change], names: Names) -> Iterator[tuple[str, list[Change]]]:
    """The changes of each account, accounts by name."""

    def account(change: Change) -> str:
        return names.account(change.assignment.account_id)

    for name, found in groupby(sorted(changes, key=account), key=account):
        yield name, list(found)


def make_markdown(plan: Plan, names: Names, held: str = "") -> str:
    """For a pull request: a line of counts, a table by account, and what is withheld, unmanaged or to be mended."""
    lines = ["## Access plan", "", f"{summarize(plan)}. Fingerprint `{plan.fingerprint()[:12]}`."]
    if held:
        lines += ["", f"> **Held for approval:** {_plain(held)}"]
    if plan.changes:
        lines += ["", "| account | | principal | permission set | why |", "| --- | --- | --- | --- | --- |"]
        lines += [
            _row(account, change, names) for account, found in by_account(plan.changes, names) for change in found
        ]
    lines += _section("Frozen: a reading that cannot be trusted takes nothing away", plan.frozen)
    lines += _section("Withheld", [_withheld(withheld, names) for withheld in plan.withheld])
    lines += _section("Unmanaged: no rule knows it, left alone", [names.describe(a) for a in plan.unmanaged])
    lines += _section("To be mended", plan.findings)
    return "\n".join(lines) + "\n"


def _row(account: str, change: Change, names: Names) -> str:
    assignment = change.assignment
    principal = f"{assignment.principal_type.lower()} {names.principal(assignment.principal_id)}"
    cells = (account, SIGN[change.action], principal, names.permission_set(assignment.permission_set_arn))
    return "| " + " | ".join(_plain(cell) for cell in (*cells, "; ".join(change.reasons))) + " |"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"### {title}", "", *(f"- {_plain(line)}" for line in lines)] if lines else []


def _withheld(withheld: Withheld, names: Names) -> str:
    return f"{withheld.change.action} {names.describe(withheld.change.assignment)}: {withheld.because}"


def _plain(text: str) -> str:
    """Text from AWS or from the policy must not become Markdown or HTML of its own."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in text)
    return " ".join(escaped.split())


def make_assignment(assignment: Assignment, names: Names) -> dict[str, Any]:
    """One assignment: ids and names side by side; a name that is not known is null."""
    arn, principal_id = assignment.permission_set_arn, assignment.principal_id
    return {
        "account": {"id": assignment.account_id, "name": names.accounts.get(assignment.account_id)},
        "permission_set": {"arn": arn, "name": names.permission_sets.get(arn)},
        "principal": {
            "type": str(assignment.principal_type),
            "id": principal_id,
            "name": names.principals.get(principal_id),
        },
    }
