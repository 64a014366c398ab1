"""The account access manager (account-access): roles in accounts that users hold beside their assignments."""

from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError
from urllib3.exceptions import NameResolutionError

from lambdas.aws.faults import is_code, translated
from lambdas.aws.pages import list_all
from lambdas.core.entitlements import Entitlement, Entitlements
from lambdas.core.errors import AlertError, GatehouseError, MissingError

SERVICE = "account-access"
TOKEN = "nextToken"  # noqa: S105 - a member's name
NOT_IN_USE = "off: the account access manager has no application here"
DENIED = "off: AWS denies the question, as it does where the account access manager is not enabled"
NOT_HERE = "off: the account access manager has no endpoint in this Region"


class AwsAccountAccess:
    """The applications of this account and Region; the service is on where there is one (account-access API)."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def list_entitlements(self, user_id: str, known: tuple[str, ...] = ()) -> Entitlements:
        """ListEntitlements of every application, by the user itself.

        An instance has no more than one application (AlreadyCreatedException of CreateApplication), so one that is
        known and there is all of them; when it is gone, or denied, they are listed.
        """
        if known:
            with suppress(MissingError, AlertError):
                return self._list_all(known, user_id)
        try:
            applications = self._list_applications()
        except GatehouseError as error:
            if off := _why_off(error.__cause__):
                return Entitlements(off=off)
            raise
        if not applications:
            return Entitlements(off=NOT_IN_USE)
        return self._list_all(applications, user_id)

    def delete_entitlement(self, entitlement: Entitlement) -> None:
        """DeleteEntitlement; already gone is done."""
        wanted = {"applicationArn": entitlement.application_arn, "entitlementId": entitlement.id}
        try:
            with translated(SERVICE, "DeleteEntitlement"):
                self._client.delete_entitlement(**wanted)
        except MissingError:
            return

    def _list_applications(self) -> tuple[str, ...]:
        found = list_all(SERVICE, self._client.list_applications, "applications", token_key=TOKEN)
        return tuple(application["applicationArn"] for application in found)

    def _list_all(self, applications: tuple[str, ...], user_id: str) -> Entitlements:
        found = tuple(found for arn in applications for found in self._list(arn, user_id))
        return Entitlements(found, applications=applications)

    def _list(self, application_arn: str, user_id: str) -> list[Entitlement]:
        found = list_all(
            SERVICE,
            self._client.list_entitlements,
            "entitlements",
            token_key=TOKEN,
            applicationArn=application_arn,
            filter={"principalRole": {"principal": {"identityCenter": {"userId": user_id}}}},
        )
        return [
            Entitlement(application_arn, item["entitlementId"], item["entitlement"]["principalRole"]["roleArn"])
            for item in found
        ]


def _why_off(cause: BaseException | None) -> str:
    """Why the service cannot be in use; empty for every other failure, which is none of an answer."""
    if isinstance(cause, ClientError) and is_code(cause, "AccessDeniedException"):
        return DENIED
    if isinstance(cause, EndpointConnectionError) and isinstance(cause.kwargs.get("error"), NameResolutionError):
        return NOT_HERE
    return ""
