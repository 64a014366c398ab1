"""Whether an event bus takes events from another account: its resource policy, by ministack's evaluator.

EventBridge guide, "Permissions for event buses": a policy that names the account, or everybody of an organization.
"""

# ruff: noqa: SLF001  (ministack keeps the policies in a private table)

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import request_scope
from ministack.services import eventbridge

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.records import account_state, in_management

PUT = "events:PutEvents"
Statement = dict[str, Any]


def policy_takes(bus_arn: str, role_arn: str) -> bool:
    """Whether the policy of the bus lets this role, of another account, put events."""
    _, _, _, region, account_id, resource = bus_arn.split(":", 5)
    with request_scope(account_id, region):
        policy = eventbridge._event_bus_policies.get(resource.partition("/")[2]) or {}
    statements = [_as_iam(statement) for statement in policy.get("Statement", [])]
    context = put_context(bus_arn, role_arn)
    return bool(iam_evaluator.evaluate_resource_policy({"Statement": statements}, context).decision == "Allow")


def put_context(bus_arn: str, role_arn: str) -> EvalContext:
    """The request that EventBridge makes under a target's role."""
    account_id = role_arn.split(":")[4]
    organization = in_management(lambda _payload: records.organization())({})
    keys = {"aws:principalorgid": organization["Id"]} if account_state(account_id) else {}
    return EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=account_id,
        action=PUT,
        resource_arn=bus_arn,
        region=bus_arn.split(":")[3],
        principal_keys=keys,
    )


def _as_iam(statement: Statement) -> Statement:
    """PutPermission names an account by its digits, and its condition by Type, Key and Value."""
    principal, condition = statement.get("Principal"), statement.get("Condition") or {}
    named = {"AWS": principal} if isinstance(principal, str) and principal != "*" else principal
    if "Type" in condition:
        condition = {condition["Type"]: {condition["Key"]: condition["Value"]}}
    return {**statement, "Principal": named, "Condition": condition}
