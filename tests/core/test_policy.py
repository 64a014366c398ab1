"""The models of access.yaml."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lambdas.core.policy import Directory, Drift, OnDisabled, PermissionSet, Policy, PolicyException, Safety, Unmanaged
from lambdas.core.policy.fields import parse_duration

RULE: dict[str, Any] = {"group": "Developers", "permission_set": "ReadOnly", "accounts": "all"}
EXCEPTION: dict[str, Any] = {
    "user": "alice@example.com",
    "permission_set": "ReadOnly",
    "accounts": {"name": "payments-prod"},
    "until": "2030-12-31",
    "owner": "bob@example.com",
    "reason": "INC-1234",
}


def test_an_empty_policy_is_careful() -> None:
    """What nobody wrote down reports rather than revokes, and asks early."""
    policy = Policy()
    assert (policy.safety.unmanaged, policy.safety.drift) == (Unmanaged.REPORT, Drift.REVERT)
    assert (policy.safety.max_revokes.count, policy.safety.max_revokes.share) == (20, 0.1)
    assert policy.safety.max_leavers_per_hour == 10
    assert policy.workers.directory is Directory.IDENTITY_CENTER
    assert policy.workers.mover.overlap == timedelta(days=3)
    assert policy.workers.leaver.delete_user is False
    assert policy.workers.leaver.quarantine == timedelta(hours=12)
    assert policy.workers.leaver.on_disabled is OnDisabled.REPORT
    assert policy.break_glass.acknowledge_within == timedelta(hours=4)
    assert policy.break_glass.drill_every == timedelta(days=30)
    assert not any([policy.access, policy.exceptions, policy.break_glass.roles, policy.break_glass.protect.trails])


def test_the_singular_is_shorthand_for_a_list_of_one() -> None:
    """`group: A` and `groups: [A]` are the same rule."""
    long = {"groups": ["Developers"], "permission_sets": ["ReadOnly"], "accounts": ["all"]}
    assert Policy.model_validate({"access": [RULE]}) == Policy.model_validate({"access": [long]})


def test_rules_and_exceptions_are_numbered_from_one() -> None:
    """A reason can say "rule 2", as people count, and the number survives the compiled form."""
    policy = Policy.model_validate({"access": [RULE, RULE], "exceptions": [EXCEPTION]})
    read_back = Policy.model_validate_json(policy.model_dump_json(by_alias=True))
    assert [rule.number for rule in read_back.access] == [1, 2]
    assert [exception.number for exception in read_back.exceptions] == [1]
    assert read_back == policy


@pytest.mark.parametrize(
    ("until", "end"),
    [
        ("2030-12-31", datetime(2031, 1, 1, tzinfo=UTC)),
        ("2028-02-29", datetime(2028, 3, 1, tzinfo=UTC)),
        ("2030-12-31T18:00:00Z", datetime(2030, 12, 31, 18, tzinfo=UTC)),
        ("2030-12-31T18:00:00+02:00", datetime(2030, 12, 31, 16, tzinfo=UTC)),
        ("2030-12-31 18:00:00-05:00", datetime(2030, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_an_exception_ends_at_the_end_of_its_day_or_at_its_time(until: str, end: datetime) -> None:
    """A date means the end of that day in UTC; a time means that very time."""
    exception = PolicyException.model_validate(EXCEPTION | {"until": until})
    assert exception.ends_at() == end
    assert PolicyException.model_validate_json(exception.model_dump_json(by_alias=True)).ends_at() == end


@pytest.mark.parametrize(
    "until", ["2030-12-31T18:00:00", "2030-02-30", "31.12.2030", "tomorrow", 20301231, None, "", "9999-12-31"]
)
def test_an_end_that_is_not_clear_is_refused(until: object) -> None:
    """No exception without an end that everybody reads the same way."""
    with pytest.raises(ValidationError, match=r"expected a date|needs its time zone|expected a year"):
        PolicyException.model_validate(EXCEPTION | {"until": until})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8h", timedelta(hours=8)),
        ("90m", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(weeks=2)),
        ("45s", timedelta(seconds=45)),
        ("PT8H", timedelta(hours=8)),
        ("PT1H30M", timedelta(minutes=90)),
        ("P3DT12H", timedelta(days=3, hours=12)),
    ],
)
def test_durations_are_read_as_written(written: str, expected: timedelta) -> None:
    """The short form and ISO 8601 mean the same."""
    assert parse_duration(written) == expected


@pytest.mark.parametrize(
    "written", ["", "P", "PT", "8", "h", "-8h", "8 h", "8H", "1.5h", "30m1h", "9999999999d", 8, None]
)
def test_a_duration_without_a_clear_meaning_is_refused(written: object) -> None:
    """No number without a unit, no sign, no fraction."""
    with pytest.raises(ValueError, match="expected a duration"):
        parse_duration(written)


@pytest.mark.parametrize(("session", "fits"), [("1h", True), ("12h", True), ("59m", False), ("12h1s", False)])
def test_a_session_lasts_as_long_as_aws_allows(session: str, fits: bool) -> None:
    """One hour to twelve."""
    if fits:
        assert PermissionSet.model_validate({"session": session}).session >= timedelta(hours=1)
        return
    with pytest.raises(ValidationError, match="from 1h to 12h"):
        PermissionSet.model_validate({"session": session})


@pytest.mark.parametrize(("share", "expected"), [("10%", 0.1), ("100%", 1.0), ("0.5%", 0.005), (0.25, 0.25), (0, 0.0)])
def test_a_share_is_a_percentage_or_a_number(share: object, expected: float) -> None:
    """`10%` and `0.1` are the same."""
    safety = Safety.model_validate({"max_revokes": {"share": share}})
    assert safety.max_revokes.share == pytest.approx(expected)


@pytest.mark.parametrize("share", ["101%", "10", "-1%", 1.5, True, None])
def test_a_share_that_is_no_part_of_the_whole_is_refused(share: object) -> None:
    """Between nothing and everything."""
    with pytest.raises(ValidationError):
        Safety.model_validate({"max_revokes": {"share": share}})


@pytest.mark.parametrize("accounts", [None, {}, [], {"not": None}, {"ou": None}, {"tag": {}}, {"id": []}, {"root": []}])
def test_a_forgotten_value_never_means_every_account(accounts: object) -> None:
    """Only the word `all` means all: an empty selector is a mistake."""
    with pytest.raises(ValidationError):
        Policy.model_validate({"access": [RULE | {"accounts": accounts}]})


def test_the_permission_set_has_all_that_identity_center_knows() -> None:
    """Managed policies, customer managed ones, an inline policy, a boundary, a session and a relay state."""
    written: dict[str, Any] = {
        "managed_policies": ["ReadOnlyAccess", "job-function/Billing", "arn:aws-cn:iam::aws:policy/SecurityAudit"],
        "customer_managed_policies": [{"name": "Own"}, {"name": "Other", "path": "/team/"}],
        "inline_policy": {"Version": "2012-10-17", "Statement": []},
        "permissions_boundary": {"customer_managed_policy": {"name": "Boundary"}},
        "session": "PT8H",
        "relay_state": "https://console.aws.amazon.com/s3/",
        "description": "Look around",
    }
    read = PermissionSet.model_validate(written)
    assert [policy.path for policy in read.customer_managed_policies] == ["/", "/team/"]
    assert read.managed_policies == tuple(written["managed_policies"])
    assert read.permissions_boundary is not None
    assert read.permissions_boundary.customer_managed_policy is not None
    assert read.session == timedelta(hours=8)


def test_an_inline_policy_that_aws_would_refuse_is_refused() -> None:
    """At most 10,240 characters that are not white space."""
    long = {"Statement": [{"Sid": "x" * 10_240}]}
    with pytest.raises(ValidationError, match="at most 10,240"):
        PermissionSet.model_validate({"inline_policy": long})


def test_a_policy_never_changes() -> None:
    """What was read and checked is what is applied."""
    policy = Policy.model_validate({"access": [RULE]})
    with pytest.raises(ValidationError, match="frozen"):
        policy.access[0].groups = ("Everybody",)
