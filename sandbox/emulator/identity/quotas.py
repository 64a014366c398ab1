"""The request quotas of Identity Center and Identity Store."""

from sandbox.emulator.identity.wire.settings import Settings
from sandbox.emulator.identity.wire.throttle import TokenBucket


class CenterQuota:
    """All of sso-admin's operations share one bucket (Identity Center quotas: 20 TPS, collective)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bucket = TokenBucket(lambda: settings.tps, lambda: settings.burst)

    def admit(self, _operation: str) -> None:
        """Let the call in, or raise ThrottlingException."""
        if self._settings.throttle:
            self._bucket.take()


class DirectoryQuota:
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
