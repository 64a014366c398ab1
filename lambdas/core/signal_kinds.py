"""The kinds of signals: one table, one row per kind of event.

The same row makes the rule that lets an event through and reads it when it arrives, so the two cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.rules import EventRule


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: what must hold of an event, in EventBridge's own pattern language, and where its account ids may stand.

    `accounts_at` are paths through the event, tried in order; '*' is every member or item. What stands there is a
    12-digit id, or an ARN that ends with one. An event without one means every account, unless `accounts_only`.
    """

    name: str
    description: str
    pattern: Mapping[str, Any]
    accounts_at: tuple[str, ...] = ()
    accounts_only: bool = False

    def rule(self) -> EventRule:
        """The rule that lets exactly this kind through."""
        return EventRule(self.name, self.description, self.pattern)


def _call(service: str, *names: str, **only: Any) -> dict[str, Any]:
    """API calls that succeeded. No detail-type: CloudTrail's are partly unconfirmed, the two names are not."""
    detail = {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names), "errorCode": [{"exists": False}]}
    return {"source": [f"aws.{service}"], "detail": {**detail, **only}}


def _service_event(service: str, *names: str, **details: Any) -> dict[str, Any]:
    """What a service did by itself, with what must hold of its `serviceEventDetails`."""
    detail: dict[str, Any] = {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names)}
    return {
        "source": [f"aws.{service}"],
        "detail": {**detail, "serviceEventDetails": details} if details else detail,
    }


SUCCEEDED = {"state": ["SUCCEEDED"]}
# The record of these two is not published: every place where AWS could put the account's id, and never
# recipientAccountId, which is the management account's.
UNPUBLISHED = (
    "detail.serviceEventDetails.accountId",
    "detail.serviceEventDetails.*.accountId",
    "detail.requestParameters.accountId",
    "detail.resources.*.accountId",
    "resources.*",
)

KINDS = (
    Kind(
        "CreateAccountResult",
        "A new account is ready",
        _service_event("organizations", "CreateAccountResult", createAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.createAccountStatus.accountId",),
    ),
    Kind(
        "AccountJoinedOrganization",
        "An account was created in the organization or has joined it",
        _service_event("organizations", "AccountJoinedOrganization"),
        UNPUBLISHED,
    ),
    Kind(
        "AccountDepartedOrganization",
        "An account has left the organization, was removed, or is gone for good",
        _service_event("organizations", "AccountDepartedOrganization"),
        UNPUBLISHED,
    ),
    Kind(
        "AcceptHandshake",
        "An invited account has joined",
        # AWS's documents print both "invite" and "INVITE".
        _call(
            "organizations",
            "AcceptHandshake",
            responseElements={
                "handshake": {
                    "action": [{"equals-ignore-case": "invite"}],
                    "state": [{"equals-ignore-case": "accepted"}],
                }
            },
        ),
        ("detail.responseElements.handshake.parties.*.id", "detail.responseElements.handshake.resources.*.value"),
    ),
    Kind(
        "MoveAccount",
        "An account has moved to another organizational unit",
        _call("organizations", "MoveAccount"),
        ("detail.requestParameters.accountId",),
    ),
    Kind(
        "AccountTags",
        "The tags of an account have changed",
        _call("organizations", "TagResource", "UntagResource"),
        ("detail.requestParameters.resourceId",),
        accounts_only=True,  # the calls tag organizational units and policies as well
    ),
    Kind(
        "TagChange",
        "The tags of an account have changed, as EventBridge tells it without CloudTrail",
        {"source": ["aws.tag"], "detail": {"service": ["organizations"], "resource-type": ["account"]}},
        ("resources.*",),
    ),
    Kind(
        "CloseAccountResult",
        "An account was closed",
        _service_event("organizations", "CloseAccountResult", closeAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.closeAccountStatus.accountId",),
    ),
    Kind(
        "RemoveAccountFromOrganization",
        "An account was removed",
        _call("organizations", "RemoveAccountFromOrganization"),
        ("detail.requestParameters.accountId",),
    ),
    Kind(
        "UpdateOrganizationalUnit",
        "An organizational unit has another name, and rules name it by its path",
        _call("organizations", "UpdateOrganizationalUnit"),
    ),
    Kind(
        "CreateManagedAccount",
        "Control Tower has set up or enrolled an account",
        _service_event("controltower", "CreateManagedAccount", createManagedAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.createManagedAccountStatus.account.accountId",),
    ),
    Kind(
        "UpdateManagedAccount",
        "Control Tower has updated or enrolled an account again",
        _service_event("controltower", "UpdateManagedAccount", updateManagedAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.updateManagedAccountStatus.account.accountId",),
    ),
    Kind(
        "EnableBaseline",
        "Control Tower has enrolled an account by its organizational unit",
        _service_event(
            "controltower",
            "EnableBaseline",
            enableBaselineStatus={"enabledBaselineDetails": {"statusSummary": {"status": ["SUCCEEDED"]}}},
        ),
        ("detail.serviceEventDetails.enableBaselineStatus.enabledBaselineDetails.targetIdentifier",),
    ),
)
