"""What AWS Organizations reports, in us-east-1 only: accounts come, move, are tagged, and go."""

from lambdas.core.signal_kinds.kind import SUCCEEDED, Kind, call, service_event

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
        service_event("organizations", "CreateAccountResult", createAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.createAccountStatus.accountId",),
    ),
    Kind(
        "AccountJoinedOrganization",
        "An account was created in the organization or has joined it",
        service_event("organizations", "AccountJoinedOrganization"),
        UNPUBLISHED,
    ),
    Kind(
        "AccountDepartedOrganization",
        "An account has left the organization, was removed, or is gone for good",
        service_event("organizations", "AccountDepartedOrganization"),
        UNPUBLISHED,
    ),
    Kind(
        "AcceptHandshake",
        "An invited account has joined",
        # AWS's documents print both "invite" and "INVITE".
        call(
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
        call("organizations", "MoveAccount"),
        ("detail.requestParameters.accountId",),
    ),
    Kind(
        "AccountTags",
        "The tags of an account have changed",
        call("organizations", "TagResource", "UntagResource"),
        ("detail.requestParameters.resourceId",),
        named_only=True,  # the calls tag organizational units and policies as well
        tells_tags=True,
    ),
    Kind(
        "TagChange",
        "The tags of an account have changed, as EventBridge tells it without CloudTrail",
        {"source": ["aws.tag"], "detail": {"service": ["organizations"], "resource-type": ["account"]}},
        ("resources.*",),
        tells_tags=True,
    ),
    Kind(
        "CloseAccountResult",
        "An account was closed",
        service_event("organizations", "CloseAccountResult", closeAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.closeAccountStatus.accountId",),
    ),
    Kind(
        "RemoveAccountFromOrganization",
        "An account was removed",
        call("organizations", "RemoveAccountFromOrganization"),
        ("detail.requestParameters.accountId",),
    ),
    Kind(
        "UpdateOrganizationalUnit",
        "An organizational unit has another name, and rules name it by its path",
        call("organizations", "UpdateOrganizationalUnit"),
    ),
)
