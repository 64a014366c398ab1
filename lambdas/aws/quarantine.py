"""The quarantine: service control policies that deny everything to the user ids in them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated
from lambdas.core.errors import AlertError

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient

SERVICE = "organizations"
# A statement must name somebody: this id is nobody (IAM Identity Center user guide, revoke-user-permissions).
NOBODY = "00000000-0000-0000-0000-000000000000"
SID = "DenyRevokedIdentityCenterUsers"
KEY = "identitystore:userid"
DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}
RESTORE = "Put the statement back as the stack has it, with the ids of the certificates of the last twelve hours."
# Organizations quotas; white space counts, so the document is written without.
LONGEST = 10_240


class ScpQuarantine:
    """Edits policies of one shape, in order. UpdatePolicy has no lock: whoever writes must be alone, as a lane is.

    A new id goes into the first policy with room; what is in the others is not asked, since an id in two is denied
    as well. An id is looked for, and taken out, in all of them.
    """

    def __init__(self, client: "OrganizationsClient", policy_ids: Sequence[str]) -> None:
        self._client, self._policy_ids = client, tuple(policy_ids)

    def deny(self, user_id: str) -> bool:
        """Add the id. Everything else in the policy stays as it is."""
        standing = 0
        for policy_id in self._policy_ids:
            document = self._read(policy_id)
            ids = _ids(document)
            if user_id in ids:
                return False
            content = _with_ids(document, [*ids, user_id])
            if len(content) <= LONGEST:
                self._write(policy_id, content)
                return True
            standing += len(ids)
        raise AlertError(
            f"the quarantine ({', '.join(self._policy_ids)}) is full with {standing} ids and {user_id} is not denied: "
            "take out the ids whose longest session has ended"
        )

    def release(self, user_id: str) -> bool:
        """Take the id out. Everything else in the policies stays as it is."""
        released = [self._release(policy_id, user_id) for policy_id in self._policy_ids]
        return any(released)

    def is_denied(self, user_id: str) -> bool:
        """Read policy by policy, until one has the id."""
        return any(user_id in _ids(self._read(policy_id)) for policy_id in self._policy_ids)

    def list_denied(self) -> tuple[str, ...]:
        """The ids that stand in the policies now, each once."""
        return tuple(sorted({user_id for policy_id in self._policy_ids for user_id in _ids(self._read(policy_id))}))

    def _release(self, policy_id: str, user_id: str) -> bool:
        document = self._read(policy_id)
        ids = _ids(document)
        if user_id not in ids:
            return False
        self._write(policy_id, _with_ids(document, [found for found in ids if found != user_id]))
        return True

    def _write(self, policy_id: str, content: str) -> None:
        with translated(SERVICE, "UpdatePolicy"):
            self._client.update_policy(PolicyId=policy_id, Content=content)

    def _read(self, policy_id: str) -> dict[str, Any]:
        with translated(SERVICE, "DescribePolicy"):
            content = self._client.describe_policy(PolicyId=policy_id)["Policy"]["Content"]
        try:
            document: dict[str, Any] = json.loads(content)
        except ValueError as error:
            raise AlertError(f"the quarantine policy {policy_id} is not JSON: {error}. {RESTORE}") from error
        return document


def _condition(document: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The operator's mapping that holds the list, and the key as it is spelled there (keys ignore case).

    A statement that no longer denies everything, or asks for more than the user id, is no quarantine: AlertError.
    """
    for statement in _listed(document.get("Statement", [])):
        if statement.get("Sid") == SID and all(statement.get(name) == value for name, value in DENY.items()):
            condition = statement.get("Condition", {})
            operator = condition.get("StringEquals", {})
            if len(condition) == len(operator) == 1 and (key := next(iter(operator))).lower() == KEY:
                return operator, key
    raise AlertError(f"the quarantine policy has no statement {SID} that denies everything by user id. {RESTORE}")


def _ids(document: dict[str, Any]) -> list[str]:
    operator, key = _condition(document)
    return [user_id for user_id in _listed(operator[key]) if user_id != NOBODY]


def _listed(found: Any) -> list[Any]:
    """IAM's grammar allows one element to stand without its list."""
    return found if isinstance(found, list) else [found]


def _with_ids(document: dict[str, Any], ids: list[str]) -> str:
    """The policy with these ids, as compact JSON."""
    operator, key = _condition(document)
    operator[key] = sorted(set(ids)) or [NOBODY]
    return json.dumps(document, separators=(",", ":"))
