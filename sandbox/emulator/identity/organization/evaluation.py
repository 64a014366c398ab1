"""`/_local/evaluate`: what the service control policies say of a permission-set session, by ministack's evaluator."""

from collections.abc import Iterator
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.records import in_management
from sandbox.emulator.identity.organization.tree import path_of
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.local_routes import LocalRequestError
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

_SCP = "SERVICE_CONTROL_POLICY"
_ROLE = "arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_{name}_0000000000000000"


def evaluate(body: dict[str, Any]) -> dict[str, Any]:
    """`{account, user_id, action, resource}`, and `permission_set` and `region` if they matter -> `{decision, by}`.

    | case                                              | decision | by                                    |
    | ------------------------------------------------- | -------- | ------------------------------------- |
    | the management account, or the type switched off  | allowed  | null: no policy holds there           |
    | a policy on the root, an OU or the account denies | denied   | its name                              |
    | nothing on one of these allows                    | denied   | null                                  |
    | otherwise                                         | allowed  | the policy on the account that allows |

    The session's own policies are taken to allow everything (Organizations guide, "SCP evaluation").
    """
    try:
        return in_management(_evaluate)(body)
    except (AwsError, KeyError) as error:
        raise LocalRequestError(f"not evaluated: {error!r}") from error


def _evaluate(body: dict[str, Any]) -> dict[str, Any]:
    account = records.find_account(body["account"])
    if account["Id"] == MANAGEMENT_ACCOUNT_ID or not records.policy_type_enabled(_SCP):
        return {"decision": "allowed", "by": None}
    levels = [_decisions(target_id, _context(body)) for target_id in _levels(account)]
    denying = [name for level in levels for name, decision in level.items() if decision == "Deny"]
    allowing = [[name for name, decision in level.items() if decision == "Allow"] for level in levels]
    if denying or not all(allowing):
        return {"decision": "denied", "by": denying[0] if denying else None}
    return {"decision": "allowed", "by": allowing[-1][0]}


def _levels(account: records.Record) -> Iterator[str]:
    """The ids of the root, the OUs and the account, from the top: what follows the organization's in the path."""
    yield from path_of(account).strip("/").split("/")[1:]


def _decisions(target_id: str, context: EvalContext) -> dict[str, str]:
    """Policy name -> Allow, Deny or ImplicitDeny."""
    return {
        name: iam_evaluator.evaluate(context, [iam_evaluator.parse_policy_document(content)]).decision
        for name, content in records.policies_on(target_id, _SCP).items()
    }


def _context(body: dict[str, Any]) -> EvalContext:
    """A request of the session: aws:PrincipalArn is the role's, as in AWS, and not the session's."""
    return EvalContext(
        principal_arn=_ROLE.format(account=body["account"], name=body.get("permission_set", "PermissionSet")),
        principal_type="AssumedRole",
        principal_account=body["account"],
        action=body["action"],
        resource_arn=body.get("resource", "*"),
        region=body.get("region", HOME_REGION),
        principal_keys={"identitystore:userid": body["user_id"]},
    )
