"""Every kind of signal, over the project's own records: what is one, what is none, and which account it means."""

import copy

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.signal_kinds import KINDS
from lambdas.core.signals import Scope, parse_signal
from tests.events import load

ACCOUNT = "345678901234"
ONE, NONE, ALL = Scope(frozenset({ACCOUNT})), Scope(), Scope(everything=True)

VERDICTS = {
    "organizations/AccountJoinedOrganization.json": ("AccountJoinedOrganization", ONE),
    "organizations/AccountDepartedOrganization.json": ("AccountDepartedOrganization", ONE),
    "organizations/AcceptHandshake.json": ("AcceptHandshake", ONE),
    "organizations/CloseAccountResult.json": ("CloseAccountResult", ONE),
    "organizations/CreateAccountResult-succeeded.json": (
        "CreateAccountResult",
        Scope(frozenset({"210987654321"})),
    ),
    "organizations/MoveAccount.json": ("MoveAccount", ONE),
    "organizations/RemoveAccountFromOrganization.json": ("RemoveAccountFromOrganization", ONE),
    "organizations/TagResource-account.json": ("AccountTags", ONE),
    "organizations/UntagResource-account.json": ("AccountTags", ONE),
    "organizations/TagResource-ou.json": ("AccountTags", NONE),
    "organizations/UpdateOrganizationalUnit.json": ("UpdateOrganizationalUnit", ALL),
    "controltower/CreateManagedAccount.json": ("CreateManagedAccount", ONE),
    "controltower/UpdateManagedAccount.json": ("UpdateManagedAccount", ONE),
    "controltower/EnableBaseline.json": ("EnableBaseline", ONE),
    "tag/TagChange-account.json": ("TagChange", ONE),
}
NO_SIGNALS = (
    "organizations/CreateAccountResult-failed.json",
    "organizations/MoveAccount-denied.json",
    "organizations/AcceptHandshake-all-features.json",
    "controltower/CreateManagedAccount-failed.json",
    "tag/TagChange-ou.json",
    "sts/AssumeRole-same-account.json",
)


@pytest.mark.parametrize("name", VERDICTS)
def test_verdict(name):
    """Each record is of its kind and means its account."""
    signal = parse_signal(load(name))
    assert (signal.kind, signal.scope) == VERDICTS[name]


@pytest.mark.parametrize("name", NO_SIGNALS)
def test_no_signal(name):
    """Failures, other handshakes, other resources and other services are no signals."""
    with pytest.raises(RejectError, match="no kind of signal"):
        parse_signal(load(name))


def test_every_kind_has_a_record():
    """No row of the table is without a record that proves it."""
    assert {kind for kind, _ in VERDICTS.values()} == {kind.name for kind in KINDS}


def test_kinds_exclude_each_other():
    """No record is of two kinds, so no change is looked at twice for one event."""
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("event_name", ["AccountJoinedOrganization", "AccountDepartedOrganization"])
@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ({"serviceEventDetails": {"accountId": ACCOUNT}}, ONE),
        ({"serviceEventDetails": {"accountJoinedStatus": {"accountId": ACCOUNT}}}, ONE),
        ({"serviceEventDetails": None, "requestParameters": {"accountId": ACCOUNT}}, ONE),
        (
            {"serviceEventDetails": {}, "resources": [{"accountId": ACCOUNT, "type": "AWS::Organizations::Account"}]},
            ONE,
        ),
        ({"serviceEventDetails": {"joinedMethod": "Created", "joinedTime": 1772444405000}}, ALL),
        ({"serviceEventDetails": None}, ALL),
    ],
)
def test_an_unpublished_record_is_read_wherever_its_id_stands(event_name, place, scope):
    """Wherever AWS may have put the account's id it is found; where there is none, every account is looked at."""
    event = copy.deepcopy(load(f"organizations/{event_name}.json"))
    event["detail"].update(place)
    assert parse_signal(event).scope == scope


def test_the_management_account_is_never_taken_for_the_account():
    """recipientAccountId and userIdentity hold the management account's id, and are not looked at."""
    event = copy.deepcopy(load("organizations/AccountJoinedOrganization.json"))
    del event["detail"]["serviceEventDetails"]["accountId"]
    assert event["detail"]["recipientAccountId"] not in parse_signal(event).scope.accounts
