"""What Organizations records by itself, in the management account: the results of what it does later."""

import time
from typing import Any

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_values import cloudtrail_date
from sandbox.home import MANAGEMENT_ACCOUNT_ID

_SOURCE = "organizations.amazonaws.com"


def account_created(status: dict[str, Any]) -> None:
    """CreateAccountResult, for a CreateAccountStatus that has ended either way. The name is masked, as in AWS."""
    dates = ("RequestedTimestamp", "CompletedTimestamp")
    details = {
        "id": status["Id"],
        "state": status["State"],
        "accountName": "****",
        **({"accountId": status["AccountId"]} if "AccountId" in status else {}),
        **({"failureReason": status["FailureReason"]} if "FailureReason" in status else {}),
        **{name[0].lower() + name[1:]: cloudtrail_date(status[name]) for name in dates},
    }
    _record("CreateAccountResult", {"createAccountStatus": details}, invoked_by="AWS Internal")


def account_joined(account_id: str) -> None:
    """AccountJoinedOrganization. AWS publishes no record of it: the details' names are the announcement's."""
    details = {"accountId": account_id, "joinedMethod": "CREATED", "joinedTime": cloudtrail_date(time.time())}
    _record("AccountJoinedOrganization", details)


def account_departed(account_id: str) -> None:
    """AccountDepartedOrganization, of an account that was removed."""
    details = {"accountId": account_id, "departureMethod": "REMOVED", "departureTime": cloudtrail_date(time.time())}
    _record("AccountDepartedOrganization", details)


def account_closed(account_id: str, requested: float) -> None:
    """CloseAccountResult; `requested` is epoch seconds."""
    details = {
        "accountId": account_id,
        "state": "SUCCEEDED",
        "requestedTimestamp": cloudtrail_date(requested),
        "completedTimestamp": cloudtrail_date(time.time()),
    }
    _record("CloseAccountResult", {"closeAccountStatus": details})


def account_tagged(account_arn: str, changed: list[str], tags: dict[str, str], version: int) -> None:
    """`Tag Change on Resource`: EventBridge's own event, with all the tags the account has now."""
    detail = {
        "changed-tag-keys": changed,
        "tags": tags,
        "service": "organizations",
        "resource-type": "account",
        "version": version,
    }
    cloudtrail.emit(
        "aws.tag", "Tag Change on Resource", detail, account_id=MANAGEMENT_ACCOUNT_ID, resources=[account_arn]
    )


def _record(event_name: str, details: dict[str, Any], *, invoked_by: str = _SOURCE) -> None:
    cloudtrail.record_service_event(
        _SOURCE, event_name, details, account_id=MANAGEMENT_ACCOUNT_ID, invoked_by=invoked_by
    )
