"""Other people's records, where the folder with them is at hand: none surprises the readers. Skipped elsewhere."""

import json
from pathlib import Path

import pytest

from lambdas.core.break_glass import find
from lambdas.core.errors import RejectError
from lambdas.core.policy import BreakGlass
from lambdas.core.signals import parse_signal
from lambdas.core.workers import find_directory_signal

FOLDER = Path(__file__).parents[3] / "shared" / "aws" / "events"
RECORDS = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []
SIGNALS = {
    "ct-CreateManagedAccount.eventbridge.json",
    "ct-EnableBaseline-account.eventbridge.json",
    "ct-UpdateManagedAccount.eventbridge.json",
    "org-AcceptHandshake.SYNTHETIC.eventbridge.json",
    "org-AccountDepartedOrganization.SYNTHETIC.eventbridge.json",
    "org-AccountJoinedOrganization.SYNTHETIC.eventbridge.json",
    "org-CloseAccountResult.eventbridge.json",
    "org-CreateAccountResult-succeeded.eventbridge.json",
    "org-MoveAccount.eventbridge.json",
    "org-RemoveAccountFromOrganization.eventbridge.json",
    "org-TagResource-account.SYNTHETIC.eventbridge.json",
    "tag-TagChangeOnResource-account.SYNTHETIC.eventbridge.json",
    "sso-CreateAccountAssignment.eventbridge.json",
    "sso-DeleteAccountAssignment.eventbridge.json",
    "identitystore-DeleteUser.SYNTHETIC.eventbridge.json",
    "native-GroupCreated.SYNTHETIC.eventbridge.json",
    "native-GroupDeleted.SYNTHETIC.eventbridge.json",
    "native-GroupUpdated.SYNTHETIC.eventbridge.json",
    "native-UserDeleted.SYNTHETIC.eventbridge.json",
    "ssodir-CreateGroup.cloudtrail.json",
    "ssodir-DeleteUser.eventbridge.json",
}

DIRECTORY = {
    "identitystore-DeleteUser.SYNTHETIC.eventbridge.json",
    "identitystore-UpdateUser.SYNTHETIC.eventbridge.json",
    "native-UserDeleted.SYNTHETIC.eventbridge.json",
    "native-UserUpdated.SYNTHETIC.eventbridge.json",
    "native-UserUpdated.GUESS.SYNTHETIC.eventbridge.json",
    "native-UserUpdated.replica-region.SYNTHETIC.eventbridge.json",
    "ssodir-DeleteUser.eventbridge.json",
    "ssodir-DisableUser.SYNTHETIC.eventbridge.json",
}


@pytest.mark.skipif(not RECORDS, reason="the folder of other people's records is not here")
@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.name)
def test_each_record_is_read_or_refused(file):
    """A record is a signal with its scope, or is refused with a reason; none breaks the watch over break glass."""
    record = json.loads(file.read_text())
    event = record if "detail" in record else {"detail": record}
    find(event, BreakGlass(roles=("*",)))
    try:
        scope = parse_signal(event).scope
    except RejectError:
        assert file.name not in SIGNALS
    else:
        assert file.name in SIGNALS
        assert len(scope.account_ids) + len(scope.principals) == 1
        assert not scope.everything


@pytest.mark.skipif(not RECORDS, reason="the folder of other people's records is not here")
@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.name)
def test_each_record_of_a_user_who_may_leave_is_a_directory_signal(file):
    """A user disabled, changed or deleted is one, with the user's id; every other record is none."""
    record = json.loads(file.read_text())
    found = find_directory_signal(record if "detail" in record else {"detail": record})
    assert bool(found is not None and found.user_id) == (file.name in DIRECTORY)
