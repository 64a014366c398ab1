"""A plan for a terminal: by account, with counts, and everything that holds it back."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from lambdas.core.assignments import Action, Assignment, Names
from lambdas.core.plan import Change, Plan, Withheld
from lambdas.core.plan_forms import SIGN, by_account, summarize
from lambdas.core.review import Reviewed

COLOUR = {Action.GRANT: "green", Action.REVOKE: "red"}

NEXT_STEP = (
    "Nothing is applied: the deployed Gatehouse asks for its own plan (`gatehouse held`); here, take smaller steps, "
    "or raise the limit in the policy for this one."
)


def make_console(*, stderr: bool = False) -> Console:
    """Colour and width of the terminal; plain whole lines when piped."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def printable(text: str) -> str:
    """Text from AWS on one line: what would move the cursor or change colours is shown as '?'."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def render_plan(reviewed: Reviewed, console: Console) -> None:
    """The whole plan, most important last: on a terminal the end is what stands in front of the reader."""
    plan, names = reviewed.plan, reviewed.names
    for account, changes in by_account(plan.changes, names):
        console.print(_heading(account, changes))
        for line in _aligned(changes, names):
            console.print(line)
    _print_section(console, "Unmanaged: no rule knows it, left alone", _described(plan.unmanaged, names))
    _print_section(console, "To be mended", plan.findings)
    _print_section(console, "Frozen: a reading that cannot be trusted takes nothing away", plan.frozen)
    _print_section(console, "Withheld", (_withheld(found, names) for found in plan.withheld))
    console.print(_ending(plan))
    if reviewed.held:
        console.print(Text(f"Held for approval: {printable(reviewed.held)}. {NEXT_STEP}", "bold yellow"))


def _heading(account: str, changes: list[Change]) -> Text:
    counts = summarize(Plan(tuple(changes)), only_changes=True)
    return Text.assemble((printable(account), "bold"), (f"  {counts}", "dim"))


def _aligned(changes: list[Change], names: Names) -> Iterator[Text]:
    """One line for each change, in columns as wide as this account needs."""
    principals = [_principal(change.assignment, names) for change in changes]
    permission_sets = [_permission_set(change, names) for change in changes]
    left, middle = max(map(len, principals)), max(map(len, permission_sets))
    for change, principal, permission_set in zip(changes, principals, permission_sets, strict=True):
        yield Text.assemble(
            (f"  {SIGN[change.action]} ", COLOUR[change.action]),
            f"{principal:<{left}}  {permission_set:<{middle}}  ",
            (printable("; ".join(change.reasons)), "dim"),
        )


def _principal(assignment: Assignment, names: Names) -> str:
    return printable(f"{assignment.principal_type.lower()} {names.principal(assignment.principal_id)}")


def _permission_set(change: Change, names: Names) -> str:
    return printable(names.permission_set(change.assignment.permission_set_arn))


def _described(assignments: Iterable[Assignment], names: Names) -> Iterator[str]:
    return (names.describe(assignment) for assignment in assignments)


def _withheld(found: Withheld, names: Names) -> str:
    return f"{found.change.action} {names.describe(found.change.assignment)}: {found.because}"


def _print_section(console: Console, title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        console.print(Text(title, "bold yellow"))
        for line in found:
            console.print(Text(f"  {printable(line)}"))


def _ending(plan: Plan) -> Text:
    said = summarize(plan) if plan.changes else f"Nothing to do: {summarize(plan)}"
    return Text(f"{said}. Fingerprint {plan.fingerprint()[:12]}.", "bold")
