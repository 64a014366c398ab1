"""Console sign-ins and switches of roles, in the shapes that are commonly got wrong."""

import pytest

from lambdas.core.break_glass import FindingKind, find
from lambdas.core.policy import BreakGlass
from tests.core.break_glass.world import MANAGEMENT, MEMBER, WATCHED, changed
from tests.events import load

USER = load("sts/AssumeRole-same-account.json")["detail"]["userIdentity"]


def switched(**details):
    """The record in the account a user switches from."""
    event = changed("signin/SwitchRole.json", userIdentity={**USER, "userName": "mara"}, recipientAccountId=MANAGEMENT)
    return changed(event, additionalEventData=details)


def test_a_switch_recorded_where_it_began():
    """It is a use in the account of the role, by the user who switched; a switch to another role is none."""
    found = find(switched(SwitchTo=f"arn:aws:iam::{MEMBER}:role/BreakGlassAdmin"), WATCHED)
    assert (found.kind, found.account_id, found.subject.name) == (FindingKind.USE, MEMBER, "BreakGlassAdmin")
    assert find(switched(SwitchTo=f"arn:aws:iam::{MEMBER}:role/Reporting"), WATCHED) is None
    assert find(switched(), WATCHED) is None


@pytest.mark.parametrize("used", ["Yes", "YES", "yes"])
def test_mfa_in_any_spelling(used):
    """AWS writes it in more than one way."""
    assert find(changed("signin/ConsoleLogin-user-mfa.json", additionalEventData__MFAUsed=used), WATCHED).note == ""


def test_a_user_without_mfa():
    """That a watched user came in with a password alone is said."""
    found = find(changed("signin/ConsoleLogin-user-mfa.json", additionalEventData__MFAUsed="No"), WATCHED)
    assert "without MFA" in found.note


def test_a_user_by_its_arn():
    """A policy may name one user of one account."""
    one = BreakGlass(users=(f"arn:aws:iam::{MANAGEMENT}:user/breakglass-oncall",))
    elsewhere = BreakGlass(users=(f"arn:aws:iam::{MEMBER}:user/breakglass-oncall",))
    assert find(load("signin/ConsoleLogin-user-mfa.json"), one) is not None
    assert find(load("signin/ConsoleLogin-user-mfa.json"), elsewhere) is None


@pytest.mark.parametrize(("name", "part"), [("ConsoleLogin-user-mfa", "password"), ("SwitchRole", "Revoke sessions")])
def test_what_to_check(name, part):
    """A user's credentials are taken away, a role's sessions are ended."""
    assert part in find(load(f"signin/{name}.json"), WATCHED).check
