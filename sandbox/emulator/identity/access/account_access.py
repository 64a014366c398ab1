"""Account access manager as a whole: its parts, wired, and who may call it."""

from collections.abc import Callable

from ministack.core.responses import get_account_id

from sandbox.emulator.identity.access.applications import Applications
from sandbox.emulator.identity.access.entitlements import Entitlements, PrincipalExists
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.home import MANAGEMENT_ACCOUNT_ID

_SERVICE = "account-access.amazonaws.com"


class AccountAccess:
    """The service of the botocore model `account-access`."""

    def __init__(
        self,
        settings: Settings,
        later: Later,
        *,
        principal_exists: PrincipalExists,
        administers: Callable[[str, str], bool],
    ) -> None:
        self._administers = administers
        self._applications = Applications(settings, later)
        self._entitlements = Entitlements(self._applications, principal_exists)

    def operations(self) -> dict[str, Operation]:
        """Every operation of account-access."""
        return {**self._applications.operations(), **self._entitlements.operations()}

    def admit(self, _operation: str) -> None:
        """Let in the management account and the service's delegated administrators, or raise AccessDeniedException."""
        account_id = get_account_id()
        if account_id != MANAGEMENT_ACCOUNT_ID and not self._administers(account_id, _SERVICE):
            raise AwsError("AccessDeniedException", "You do not have sufficient access to perform this action.")
