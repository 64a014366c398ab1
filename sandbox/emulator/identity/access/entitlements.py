"""Entitlements: a user or group that may take a role of a member account."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.emulator.identity.access.applications import Applications
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page_lower

PrincipalExists = Callable[[str, str], bool]
_KINDS = {"userId": "USER", "groupId": "GROUP"}


class Grant(NamedTuple):
    """What an entitlement gives to whom; `kind` is userId or groupId. No application has the same one twice."""

    kind: str
    principal_id: str
    role_arn: str

    @property
    def account_id(self) -> str:
        """The account of the role."""
        return self.role_arn.split(":")[4]


@dataclass(frozen=True)
class Entitlement:
    """One entitlement; its date is epoch seconds."""

    grant: Grant
    application_arn: str
    entitlement_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=time.time)

    def summary(self) -> dict[str, Any]:
        """What the list of entitlements shows."""
        role = {
            "principal": {"identityCenter": {self.grant.kind: self.grant.principal_id}},
            "roleArn": self.grant.role_arn,
            "account": self.grant.account_id,
        }
        return {
            "entitlementId": self.entitlement_id,
            "entitlement": {"principalRole": role},
            "createdAt": self.created,
        }


class Entitlements:
    """The operations on entitlements. Creating one twice gives the same one; deleting one that is gone is no error."""

    def __init__(self, applications: Applications, principal_exists: PrincipalExists) -> None:
        self._applications = applications
        self._principal_exists = principal_exists
        self._by_id: dict[str, Entitlement] = {}
        applications.on_delete.append(self._forget_all)

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateEntitlement": self._create,
            "GetEntitlement": self._get,
            "DeleteEntitlement": self._delete,
            "ListEntitlements": self._list,
        }

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        application = self._applications.find(payload["applicationArn"])
        if application.status != "ACTIVE":
            raise AwsError("ConflictException", f"The application is {application.status}.")
        grant = _grant(payload["entitlement"])
        if not self._principal_exists(_KINDS[grant.kind], grant.principal_id):
            raise AwsError("ResourceNotFoundException", "The principal does not exist.")
        there = (one for one in self._by_id.values() if (one.grant, one.application_arn) == (grant, application.arn))
        made = next(there, None) or Entitlement(grant, application.arn)
        self._by_id[made.entitlement_id] = made
        return {"entitlementId": made.entitlement_id}

    def _get(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._by_id.get(payload["entitlementId"])
        if found is None or found.application_arn != payload["applicationArn"]:
            raise AwsError("ResourceNotFoundException", "The entitlement does not exist.")
        return {"applicationArn": found.application_arn, **found.summary()}

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        self._applications.find(payload["applicationArn"])
        self._by_id.pop(payload["entitlementId"], None)
        return {}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        arn = self._applications.find(payload["applicationArn"]).arn
        wanted = payload["filter"].get("principalRole", {})
        found = {
            one.entitlement_id: one.summary()
            for one in self._by_id.values()
            if one.application_arn == arn and _passes(one.grant, wanted)
        }
        return page_lower(found, payload, "entitlements")

    def _forget_all(self, application_arn: str) -> None:
        self._by_id = {key: one for key, one in self._by_id.items() if one.application_arn != application_arn}


def _grant(entitlement: dict[str, Any]) -> Grant:
    role = entitlement.get("principalRole", {})
    principal = role.get("principal", {}).get("identityCenter", {})
    if len(principal) != 1:
        raise AwsError("ValidationException", "An entitlement names one principal: userId or groupId.")
    ((kind, principal_id),) = principal.items()
    return Grant(kind, principal_id, role["roleArn"])


def _passes(grant: Grant, wanted: dict[str, Any]) -> bool:
    """Whether a grant is all that a filter asks for; a filter that asks for nothing lets everything pass."""
    principal = wanted.get("principal", {}).get("identityCenter", {})
    return (
        all((grant.kind, grant.principal_id) == item for item in principal.items())
        and wanted.get("roleArn", grant.role_arn) == grant.role_arn
        and wanted.get("account", grant.account_id) == grant.account_id
    )
