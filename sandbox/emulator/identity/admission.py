"""Who may call Identity Center, and how often Identity Center and Identity Store may be called."""

from collections.abc import Callable

from ministack.core.responses import get_account_id

from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.emulator.identity.wire.throttle import TokenBucket
from sandbox.home import MANAGEMENT_ACCOUNT_ID

_SSO = "sso.amazonaws.com"


class CenterAdmission:
    """The management account and Identity Center's delegated administrators, within one quota.

    All of sso-admin's operations share a bucket (Identity Center quotas: 20 TPS, collective).
    """

    def __init__(self, settings: Settings, administers: Callable[[str, str], bool]) -> None:
        self._settings = settings
        self._administers = administers
        self._bucket = TokenBucket(lambda: settings.tps, lambda: settings.burst)

    def admit(self, _operation: str) -> None:
        """Let the call in, or raise AccessDeniedException or ThrottlingException."""
        account_id = get_account_id()
        if account_id != MANAGEMENT_ACCOUNT_ID and not self._administers(account_id, _SSO):
            raise AwsError("AccessDeniedException", "You do not have sufficient access to perform this action.")
        if self._settings.throttle:
            self._bucket.take()


class DirectoryAdmission:
    """Each operation of identitystore has a bucket of its own (Identity Center quotas: 20 TPS per API)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._buckets: dict[str, TokenBucket] = {}

    def admit(self, operation: str) -> None:
        """Let the call in, or raise ThrottlingException."""
        if not self._settings.throttle:
            return
        if operation not in self._buckets:
            self._buckets[operation] = TokenBucket(
                lambda: self._settings.directory_tps, lambda: self._settings.directory_burst
            )
        self._buckets[operation].take()
