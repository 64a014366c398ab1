"""The organization's accounts: made, moved, closed, removed."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.organization import events, records
from sandbox.emulator.identity.organization.account_creation import AccountCreation
from sandbox.emulator.identity.organization.records import Record, ministack_operation
from sandbox.emulator.identity.organization.tree import PAGE, path_of
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.paging import page
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.home import MANAGEMENT_ACCOUNT_ID


class Accounts:
    """The operations on accounts. A closed account stays listed, as in AWS for 90 days.

    `on_change` hears, a while later, that an account has come, moved, or gone.
    """

    def __init__(self, settings: Settings, faults: Faults, later: Later) -> None:
        self._settings = settings
        self._later = later
        self.on_change: list[Callable[[], None]] = []
        self._creation = AccountCreation(settings, faults, later, self._tell)

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            **self._creation.operations(),
            "ListAccounts": lambda payload: _page(records.accounts(), payload),
            "ListAccountsForParent": _list_for_parent,
            "DescribeAccount": lambda payload: {"Account": _described(records.find_account(payload["AccountId"]))},
            "MoveAccount": self._move,
            "CloseAccount": self._close,
            "RemoveAccountFromOrganization": self._remove,
        }

    def _close(self, payload: dict[str, Any]) -> dict[str, Any]:
        account_id = payload["AccountId"]
        account = records.find_account(account_id)
        if account_id == MANAGEMENT_ACCOUNT_ID:
            raise AwsError(
                "ConstraintViolationException",
                "You can't close the management account of an organization.",
                Reason="CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
            )
        if "_State" in account:
            raise AwsError("AccountAlreadyClosedException", "You attempted to close an account that is already closed.")
        records.put_account({**account, "Status": "PENDING_CLOSURE", "_State": "PENDING_CLOSURE"})
        requested = time.time()
        self._later(self._settings.close_account_seconds, lambda: _finish_closing(account_id, requested))
        return {}

    def _move(self, payload: dict[str, Any]) -> dict[str, Any]:
        account = records.find_account(payload["AccountId"])
        if account["_ParentId"] != payload["SourceParentId"]:
            raise AwsError(
                "SourceParentNotFoundException",
                "We can't find a source root or OU with the ParentId that you specified.",
            )
        answer = ministack_operation("MoveAccount")(payload)
        self._tell()
        return answer

    def _remove(self, payload: dict[str, Any]) -> dict[str, Any]:
        account_id = payload["AccountId"]
        records.find_account(account_id)
        if account_id == MANAGEMENT_ACCOUNT_ID:
            raise AwsError(
                "MasterCannotLeaveOrganizationException", "You can't remove a management account from an organization."
            )
        records.drop_account(account_id)
        events.account_departed(account_id)
        self._tell()
        return {}

    def _tell(self) -> None:
        for hear in self.on_change:
            self._later(self._settings.async_seconds, hear)


def _finish_closing(account_id: str, requested: float) -> None:
    # The older member Status has no CLOSED: it says SUSPENDED.
    records.put_account({**records.find_account(account_id), "Status": "SUSPENDED", "_State": "CLOSED"})
    events.account_closed(account_id, requested)


def _described(account: Record) -> Record:
    shown = {name: value for name, value in account.items() if not name.startswith("_") and name != "Path"}
    return {**shown, "State": account.get("_State", account["Status"]), "Paths": [path_of(account)]}


def _page(accounts: dict[str, Record], payload: dict[str, Any]) -> dict[str, Any]:
    answer = page(accounts, payload, "Accounts", most=PAGE)
    return {**answer, "Accounts": [_described(account) for account in answer["Accounts"]]}


def _list_for_parent(payload: dict[str, Any]) -> dict[str, Any]:
    parent_id = payload["ParentId"]
    records.find_parent(parent_id)
    inside = {key: account for key, account in records.accounts().items() if account["_ParentId"] == parent_id}
    return _page(inside, payload)
