"""Request quotas."""

import pytest

from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.throttle import TokenBucket


class _Clock:
    now = 0.0

    def __call__(self):
        return self.now


def _accepted(call, times, throttled):
    accepted = 0
    for _ in range(times):
        try:
            call()
        except throttled:
            continue
        accepted += 1
    return accepted


def _taken(bucket):
    """How many calls get through now."""
    return _accepted(bucket.take, 20, AwsError)


def test_bucket_refills_at_its_rate():
    """After the burst, calls get through at the rate, and a long pause saves up no more than a burst."""
    clock = _Clock()
    bucket = TokenBucket(lambda: 2.0, lambda: 5.0, clock)
    assert _taken(bucket) == 5
    clock.now += 1.0
    assert _taken(bucket) == 2
    clock.now += 100.0
    assert _taken(bucket) == 5


def test_center_shares_one_bucket(identity, settings):
    """All operations of Identity Center together are throttled, with AWS's code."""
    settings(throttle=True, tps=0.01, burst=4)
    calls = [identity.sso.list_instances, lambda: identity.sso.list_permission_sets(InstanceArn=identity.instance_arn)]
    throttled = identity.sso.exceptions.ThrottlingException
    assert sum(_accepted(call, 4, throttled) for call in calls) <= 4
    with pytest.raises(throttled):
        identity.sso.list_instances()


def test_store_has_a_bucket_for_each_operation(identity, settings):
    """One operation of Identity Store that is throttled leaves the others alone."""
    key = {"IdentityStoreId": identity.store_id}
    settings(throttle=True, directory_tps=0.01, directory_burst=3)
    throttled = identity.store.exceptions.ThrottlingException
    assert _accepted(lambda: identity.store.list_users(**key), 6, throttled) <= 3
    with pytest.raises(throttled):
        identity.store.list_users(**key)
    identity.store.list_identity_stores()


def test_a_call_too_many_is_told_so():
    """A call without a token is refused with AWS's code."""
    with pytest.raises(AwsError, match="ThrottlingException: Rate exceeded"):
        TokenBucket(lambda: 1.0, lambda: 0.0).take()
