"""docs/permissions.md: what each function may do, on what, and why, as the template has it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from stacks.function import PURPOSES

Resources = Mapping[str, Mapping[str, Any]]

INTRODUCTION = """# Permissions

*Made by `make docs` from the template of the stack `Gatehouse` with the checked-in [access.yaml](../access.yaml).*

Every function has a role of its own, and no role has an action that its function does not use. Where a resource is a
wildcard, the last column says why. What depends on your policy: `identitystore:CreateUser` and
`identitystore:CreateGroupMembership` are there only if it fills groups of Identity Center's own directory,
`identitystore:DeleteUser` only with `delete_user: true`, and the denial only if it names break-glass permission sets.
With `kms_key_arn` every role may also use that key, and nothing else of KMS but the key of the topic.
"""
# What the construct of a function adds for every function, by the first action of the statement.
BY_CONSTRUCTION = {
    "logs:CreateLogStream": ("write its own log", ""),
    "xray:PutTelemetryRecords": ("send traces", "X-Ray knows no resource"),
    "xray:PutTraceSegments": ("send traces", "X-Ray knows no resource"),
    "sqs:ChangeMessageVisibility": ("take events from its own queue", ""),
}
HASH = re.compile(r"(?<=[a-z0-9])[0-9A-F]{8}$")
# The name CDK gives an output that another stack reads: the resource stands between.
OF_ANOTHER_STACK = re.compile(r"^.*FnGetAtt|[0-9A-F]{8}PermissionSetArn[0-9A-F]{8}$")


class Row(NamedTuple):
    """One statement of a role's policy, in words."""

    to: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    why: str
    denied: bool = False

    def line(self) -> str:
        """As a row of the table."""
        to = f"**denied**: {self.to}" if self.denied else self.to
        return f"| {to} | {_cell(self.actions)} | {_cell(self.resources)} | {self.why} |"


def make_page(template: Mapping[str, Any]) -> str:
    """The page, one section for each function in the order of their names."""
    resources: Resources = template["Resources"]
    functions = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Function"]
    sections = [_section(each, resources) for each in sorted(functions, key=lambda each: str(each["Handler"]))]
    return "\n".join([INTRODUCTION, *sections])


def _section(function: Mapping[str, Any], resources: Resources) -> str:
    name = function["Handler"].split(".")[2]
    head = f"## {name}\n\n{function['Description']}.\n\n| to | actions | on | why so wide |\n| --- | --- | --- | --- |"
    rows = list_rows(function["Role"]["Fn::GetAtt"][0], resources)
    return "\n".join([head, *(row.line() for row in rows), ""])


def list_rows(role: str, resources: Resources) -> list[Row]:
    """The statements of a role, by its logical id."""
    rows: list[Row] = []
    for each in resources.values():
        if each["Type"] == "AWS::IAM::Policy" and {"Ref": role} in each["Properties"]["Roles"]:
            purposes = list(each.get("Metadata", {}).get(PURPOSES, []))
            rows += [_row(statement, purposes) for statement in each["Properties"]["PolicyDocument"]["Statement"]]
    return rows


def _row(statement: Mapping[str, Any], purposes: list[dict[str, Any]]) -> Row:
    actions = tuple(sorted(_listed(statement["Action"])))
    told = next((each for each in purposes if tuple(each["Actions"]) == actions), None)
    if told is not None:
        # In order: of two statements with the same actions the first purpose is that of the first.
        purposes.remove(told)
    to, why = (told["To"], told["Why"]) if told else BY_CONSTRUCTION.get(actions[0], ("", ""))
    found = tuple(_name(each) for each in _listed(statement["Resource"]))
    return Row(to, actions, found, why, denied=statement["Effect"] == "Deny")


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _name(resource: Any) -> str:
    """An ARN as it is; of what the stacks make, its name without CloudFormation's hash."""
    match resource:
        case str():
            return resource
        case {"Fn::GetAtt": [str(name), *_]} | {"Ref": str(name)}:
            return HASH.sub("", name)
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(part if isinstance(part, str) else f"<{_name(part)}>" for part in parts)
        case {"Fn::GetStackOutput": {"OutputName": str(name)}}:
            return OF_ANOTHER_STACK.sub("", name)
    raise ValueError(f"a resource that no page can name: {resource}")


def _cell(items: Iterable[str]) -> str:
    return "<br>".join(f"`{item}`" for item in items)
