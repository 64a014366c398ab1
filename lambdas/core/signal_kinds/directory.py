"""What changes in the directory: groups by their names, and users who are gone.

One act is told up to three ways: by the console (sso-directory), the public API (identitystore) or SCIM
(identitystore-scim) through CloudTrail, and by Identity Store itself, without CloudTrail. All of them are taken; the
loop over the same principal lands on the same result. Sources: IAM Identity Center User Guide, "Logging with AWS
CloudTrail" and "Set up event notifications".
"""

from typing import Any

from lambdas.core.assignments import PrincipalType
from lambdas.core.names import BY_SOMEBODY_ELSE
from lambdas.core.signal_kinds.kind import Kind

EVENT_SOURCES = ["sso-directory.amazonaws.com", "identitystore.amazonaws.com", "identitystore-scim.amazonaws.com"]
NATIVE_SOURCE = "aws.identitystore"


def _recorded(*names: str) -> dict[str, Any]:
    """By CloudTrail. Without `source`: EventBridge's name for SCIM's is not documented."""
    return {
        "detail": {
            "eventSource": EVENT_SOURCES,
            "eventName": list(names),
            "errorCode": [{"exists": False}],
            "userIdentity": BY_SOMEBODY_ELSE,
        }
    }


def _native(*detail_types: str) -> dict[str, Any]:
    """By Identity Store. With `detail-type`: CloudTrail's records of its API have the same source."""
    return {"source": [NATIVE_SOURCE], "detail-type": list(detail_types)}


KINDS = (
    Kind(
        "GroupRecorded",
        "A group was made, renamed or deleted, as CloudTrail records it",
        _recorded("CreateGroup", "UpdateGroup", "PutGroup", "PatchGroup", "DeleteGroup"),
        about=PrincipalType.GROUP,
    ),
    Kind(
        "GroupNotified",
        "A group was made, renamed or deleted, as Identity Store tells it",
        _native("Group Created", "Group Updated", "Group Deleted"),
        about=PrincipalType.GROUP,
    ),
    Kind(
        "UserDeletionRecorded",
        "A user was deleted, as CloudTrail records it",
        _recorded("DeleteUser"),
        about=PrincipalType.USER,
    ),
    Kind(
        "UserDeletionNotified",
        "A user was deleted, as Identity Store tells it",
        _native("User Deleted"),
        about=PrincipalType.USER,
    ),
)
