"""Delegated administrators and trusted services."""

import time
from typing import Any

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.tree import PAGE
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page
from sandbox.home import MANAGEMENT_ACCOUNT_ID


class Delegation:
    """Which account administers which service, and which services the organization trusts; dates are epoch seconds."""

    def __init__(self) -> None:
        self._delegated: dict[str, dict[str, float]] = {}  # account id -> service principal -> since when
        self._trusted: dict[str, float] = {"sso.amazonaws.com": time.time()}

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "RegisterDelegatedAdministrator": self._register,
            "DeregisterDelegatedAdministrator": self._deregister,
            "ListDelegatedAdministrators": self._list_administrators,
            "ListDelegatedServicesForAccount": self._list_services,
            "EnableAWSServiceAccess": self._trust,
            "DisableAWSServiceAccess": self._distrust,
            "ListAWSServiceAccessForOrganization": self._list_trusted,
        }

    def administers(self, account_id: str, service: str | None = None) -> bool:
        """Whether the account is a delegated administrator of the service, or of any."""
        services = self._delegated.get(account_id, {})
        return service in services if service else bool(services)

    def _register(self, payload: dict[str, Any]) -> dict[str, Any]:
        account_id, service = payload["AccountId"], payload["ServicePrincipal"]
        records.find_account(account_id)
        if account_id == MANAGEMENT_ACCOUNT_ID:
            raise AwsError(
                "ConstraintViolationException",
                "You can't register the management account as a delegated administrator.",
                Reason="CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
            )
        if service in self._delegated.get(account_id, {}):
            raise AwsError(
                "AccountAlreadyRegisteredException", "The account is already a delegated administrator for the service."
            )
        self._delegated.setdefault(account_id, {})[service] = time.time()
        return {}

    def _deregister(self, payload: dict[str, Any]) -> dict[str, Any]:
        services = self._delegated.get(payload["AccountId"], {})
        if services.pop(payload["ServicePrincipal"], None) is None:
            raise AwsError(
                "AccountNotRegisteredException", "The account is not a delegated administrator for the service."
            )
        return {}

    def _list_administrators(self, payload: dict[str, Any]) -> dict[str, Any]:
        wanted = payload.get("ServicePrincipal")
        found = {
            account_id: _administrator(account_id, services)
            for account_id, services in self._delegated.items()
            if services and (wanted is None or wanted in services)
        }
        return page(found, payload, "DelegatedAdministrators", most=PAGE)

    def _list_services(self, payload: dict[str, Any]) -> dict[str, Any]:
        services = self._delegated.get(payload["AccountId"], {})
        if not services:
            raise AwsError("AccountNotRegisteredException", "The account is not a delegated administrator.")
        found = {name: {"ServicePrincipal": name, "DelegationEnabledDate": at} for name, at in services.items()}
        return page(found, payload, "DelegatedServices", most=PAGE)

    def _trust(self, payload: dict[str, Any]) -> dict[str, Any]:
        self._trusted.setdefault(payload["ServicePrincipal"], time.time())
        return {}

    def _distrust(self, payload: dict[str, Any]) -> dict[str, Any]:
        self._trusted.pop(payload["ServicePrincipal"], None)
        return {}

    def _list_trusted(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = {name: {"ServicePrincipal": name, "DateEnabled": at} for name, at in self._trusted.items()}
        return page(found, payload, "EnabledServicePrincipals", most=PAGE)


def _administrator(account_id: str, services: dict[str, float]) -> dict[str, Any]:
    account = records.find_account(account_id)
    shown = ("Id", "Arn", "Email", "Name", "Status", "JoinedMethod", "JoinedTimestamp")
    return {
        **{name: account[name] for name in shown},
        "State": account.get("_State", account["Status"]),
        "DelegationEnabledDate": min(services.values()),
    }
