"""How often Organizations may be called: a token bucket for each account and operation."""

from functools import partial

from sandbox.emulator.identity.wire.settings import Settings
from sandbox.emulator.identity.wire.throttle import TokenBucket

# Calls a second, and the most at once (Organizations user guide, "Quotas and service limits", throttling limits).
# What does not stand there is not held.
RATES: dict[str, tuple[float, float]] = {
    "AttachPolicy": (2, 3),
    "CloseAccount": (0.05, 1),
    "CreateAccount": (0.1, 3),
    "CreatePolicy": (2, 3),
    "DeletePolicy": (2, 3),
    "DescribeAccount": (20, 30),
    "DescribeOrganization": (1, 2),
    "DescribeOrganizationalUnit": (2, 2),
    "DescribePolicy": (2, 2),
    "DetachPolicy": (2, 3),
    "ListAccounts": (8, 12),
    "ListAccountsForParent": (5, 8),
    "ListChildren": (6, 10),
    "ListOrganizationalUnitsForParent": (5, 8),
    "ListParents": (5, 8),
    "ListPoliciesForTarget": (5, 8),
    "ListRoots": (1, 2),
    "ListTagsForResource": (10, 15),
    "MoveAccount": (2, 3),
    "TagResource": (4, 6),
    "UpdatePolicy": (2, 3),
}
# In the API reference's words.
_REFUSAL = ("TooManyRequestsException", "You have sent too many requests in too short a period of time.")


class Quotas:
    """The buckets, each full when its account first calls its operation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._buckets: dict[tuple[str, str], TokenBucket] = {}

    def take(self, account_id: str, operation: str) -> None:
        """Count one call; one too many raises TooManyRequestsException, unless the setting `throttle` is off."""
        if operation not in RATES or not self._settings.throttle:
            return
        bucket = self._buckets.get((account_id, operation)) or self._new_bucket(account_id, operation)
        bucket.take()

    def _new_bucket(self, account_id: str, operation: str) -> TokenBucket:
        rate, burst = (partial(float, number) for number in RATES[operation])
        bucket = TokenBucket(rate, burst, refusal=_REFUSAL)
        self._buckets[account_id, operation] = bucket
        return bucket
