"""Questions the tests ask of a template."""

from typing import Any

from aws_cdk.assertions import Template

LOOPS = ("account_changed", "sweep", "audit")
FUNCTIONS = (*LOOPS, "break_glass", "drill", "worker_changed", "worker_webhook")


def find(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """Logical id -> properties of all resources of one type."""
    return {name: found.get("Properties", {}) for name, found in template.find_resources(kind).items()}


def function(template: Template, name: str) -> dict[str, Any]:
    """The properties of the function with this handler."""
    handler = f"lambdas.handlers.{name}.handler"
    return next(found for found in find(template, "AWS::Lambda::Function").values() if found["Handler"] == handler)


def role_of(template: Template, name: str) -> str:
    """The logical id of the function's role."""
    return str(function(template, name)["Role"]["Fn::GetAtt"][0])


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    """All policy statements of a role."""
    policies = find(template, "AWS::IAM::Policy").values()
    mine = [policy for policy in policies if {"Ref": role} in policy["Roles"]]
    return [statement for policy in mine for statement in policy["PolicyDocument"]["Statement"]]


def actions(statement: dict[str, Any]) -> set[str]:
    """The actions of one statement."""
    found = statement["Action"]
    return {found} if isinstance(found, str) else set(found)


def allowed(template: Template, name: str) -> set[str]:
    """Every action the function's role is allowed on anything."""
    found = [actions(each) for each in statements(template, role_of(template, name)) if each["Effect"] == "Allow"]
    return set().union(*found)
