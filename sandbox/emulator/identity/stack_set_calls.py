"""What may be asked of StackSets: DescribeStackSet and ListStackInstances (CloudFormation API), in one page."""

from collections.abc import Callable, Iterable
from typing import Any

from ministack.services.cloudformation import handlers, helpers

from sandbox.emulator.identity.stack_sets import StackSet, StackSets
from sandbox.emulator.member_stacks import Place
from sandbox.home import MANAGEMENT_ACCOUNT_ID

# ruff: noqa: SLF001  (how ministack answers is private)


def answer_calls(stack_sets: StackSets) -> None:
    """Teach ministack's CloudFormation the two calls."""
    handlers._ACTION_HANDLERS["DescribeStackSet"] = _answering(stack_sets, "DescribeStackSet", _describe)
    handlers._ACTION_HANDLERS["ListStackInstances"] = _answering(stack_sets, "ListStackInstances", _list_instances)


def _answering(stack_sets: StackSets, call: str, answer: Callable[[StackSet], str]) -> Callable[[Any], Any]:
    def handle(parameters: Any) -> Any:
        name = helpers._p(parameters, "StackSetName")
        found = stack_sets.find(name)
        if found is None:
            return helpers._error("StackSetNotFoundException", f"StackSet {name} not found", 404)
        return helpers._xml(200, f"{call}Response", f"<{call}Result>{answer(found)}</{call}Result>")

    return handle


def _describe(found: StackSet) -> str:
    arn = f"arn:aws:cloudformation:us-east-1:{MANAGEMENT_ACCOUNT_ID}:stackset/{found.set_id}"
    told = {
        "StackSetName": found.name,
        "StackSetId": found.set_id,
        "StackSetARN": arn,
        "Status": "ACTIVE",
        "PermissionModel": "SERVICE_MANAGED",
    }
    return f"<StackSet>{_members(told.items())}</StackSet>"


def _list_instances(found: StackSet) -> str:
    return f"<Summaries>{''.join(_instance(found, place) for place in sorted(found.stacks))}</Summaries>"


def _instance(found: StackSet, place: Place) -> str:
    account_id, region = place
    told = {"StackSetId": found.set_id, "Account": account_id, "Region": region, "Status": "CURRENT"}
    return f"<member>{_members(told.items())}</member>"


def _members(told: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<{name}>{helpers._esc(value)}</{name}>" for name, value in told)
