"""How often Organizations may be called."""

from contextlib import suppress

import botocore.session
import pytest

from sandbox.emulator.identity.organization.quotas import RATES, Quotas
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.seed import make_accounts


def _accepted(call, times):
    """How many of so many calls are let in."""
    accepted = 0
    for _ in range(times):
        with suppress(AwsError):
            call()
            accepted += 1
    return accepted


@pytest.mark.parametrize("operation", RATES)
def test_each_operation_has_its_burst(operation):
    """An operation at rest takes its burst at once, and then no more."""
    quotas = Quotas(Settings())
    rate, burst = RATES[operation]
    assert _accepted(lambda: quotas.take("1", operation), 40) == burst
    assert burst >= rate


def test_accounts_and_operations_do_not_share():
    """One account's calls of one operation spend nothing of another account's, or of another operation's."""
    quotas = Quotas(Settings())
    for account_id, operation in (("1", "ListRoots"), ("2", "ListRoots"), ("1", "ListAccounts")):
        assert _accepted(lambda a=account_id, o=operation: quotas.take(a, o), 40) == RATES[operation][1]


def test_the_table_names_operations_of_organizations():
    """Every row is an operation of AWS's model."""
    model = botocore.session.get_session().get_service_model("organizations")
    assert set(RATES) <= set(model.operation_names)


def test_a_call_too_many_is_refused(identity, settings):
    """AWS's code tells a caller that it asked too often, and a client that retries gets its answer."""
    settings(throttle=True)
    roots = identity.organizations.list_roots
    with pytest.raises(identity.organizations.exceptions.TooManyRequestsException):
        [roots() for _ in range(4)]
    patient = identity.sandbox.client("organizations")
    assert [patient.list_roots()["Roots"][0]["Id"] for _ in range(2)] == [identity.root_id] * 2


def test_one_setting_lifts_all_quotas(identity):
    """With `throttle` off nothing is held, so that an organization can be made."""
    ids = {identity.organizations.describe_organization()["Organization"]["Id"] for _ in range(20)}
    assert len(ids) == 1


def test_seeding_is_not_held(identity, settings, unique):
    """Accounts are made for a test or a demo under quotas that would take a minute for so many."""
    settings(throttle=True)
    names = [unique("made") for _ in range(6)]
    assert set(make_accounts(identity.sandbox, names)) == set(names)
