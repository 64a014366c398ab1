"""CreateAccount: accepted at once, and the account is there a while later."""

import secrets
import string
import time
import uuid
from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.organization import events, records
from sandbox.emulator.identity.organization.records import Record
from sandbox.emulator.identity.organization.tree import PAGE
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.paging import page
from sandbox.emulator.identity.wire.settings import Settings


class AccountCreation:
    """CreateAccount and its statuses. An e-mail address that is taken, or a fault, ends it FAILED.

    `tell` hears of each account that has come.
    """

    def __init__(self, settings: Settings, faults: Faults, later: Later, tell: Callable[[], None]) -> None:
        self._settings = settings
        self._tell = tell
        self._faults = faults
        self._later = later
        self._statuses: dict[str, Record] = {}
        self._emails: set[str] = set()

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateAccount": self._create,
            "DescribeCreateAccountStatus": self._describe,
            "ListCreateAccountStatus": self._list,
        }

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        status = {
            "Id": f"car-{uuid.uuid4().hex}",
            "AccountName": payload["AccountName"],
            "State": "IN_PROGRESS",
            "RequestedTimestamp": time.time(),
        }
        self._statuses[status["Id"]] = status
        failure = self._faults.take_failure("CreateAccount", payload)
        self._later(self._settings.create_account_seconds, lambda: self._finish(status, payload, failure))
        return {"CreateAccountStatus": dict(status)}

    def _finish(self, status: Record, payload: dict[str, Any], failure: str | None) -> None:
        email = payload["Email"].lower()
        if email in self._emails:
            failure = failure or "EMAIL_ALREADY_EXISTS"
        status["CompletedTimestamp"] = time.time()
        if failure:
            status.update(State="FAILED", FailureReason=failure)
            events.account_created(status)
            return
        self._emails.add(email)
        account_id = make_account(payload, records.root_id())
        status.update(State="SUCCEEDED", AccountId=account_id)
        events.account_created(status)
        events.account_joined(account_id)
        self._tell()

    def _describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._statuses.get(payload["CreateAccountRequestId"])
        if found is None:
            raise AwsError(
                "CreateAccountStatusNotFoundException", "We can't find a create account request with the specified ID."
            )
        return {"CreateAccountStatus": found}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        wanted = payload.get("States")
        chosen = {key: one for key, one in self._statuses.items() if not wanted or one["State"] in wanted}
        return page(chosen, payload, "CreateAccountStatuses", most=PAGE)


def make_account(payload: dict[str, Any], parent_id: str) -> str:
    """An account with CreateAccount's members, under a root or OU; no event tells of it. Returns its id."""
    account_id = _new_account_id()
    organization = records.organization()
    owned_by = f"arn:aws:organizations::{organization['MasterAccountId']}:account/{organization['Id']}"
    records.put_account(
        {
            "Id": account_id,
            "Arn": f"{owned_by}/{account_id}",
            "Email": payload["Email"],
            "Name": payload["AccountName"],
            "Status": "ACTIVE",
            "JoinedMethod": "CREATED",
            "JoinedTimestamp": time.time(),
            "_ParentId": parent_id,
        }
    )
    records.put_tags(account_id, payload.get("Tags", []))
    records.attach_full_access(account_id)
    return account_id


def _new_account_id() -> str:
    return secrets.choice("123456789") + "".join(secrets.choice(string.digits) for _ in range(11))
