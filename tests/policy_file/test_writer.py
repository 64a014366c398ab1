"""A policy that is written is the policy that is read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.policy import Policy
from policy_file import compile_policy, read_policy
from policy_file.writer import write_policy
from tests.policy_file.examples import shown

TODAY = date(2026, 1, 1)
WHOLE = {
    "permission_sets": {
        "yes": {
            "description": "null",
            "managed_policies": ["ReadOnlyAccess", "job-function/Billing"],
            "customer_managed_policies": [{"name": "Secrets", "path": "/team/"}],
            "inline_policy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:Get*", "no"],
                        "Resource": "*",
                        "Condition": {"NumericLessThan": {"s3:max-keys": 10}, "Bool": {"aws:SecureTransport": True}},
                    }
                ],
            },
            "permissions_boundary": {"customer_managed_policy": {"name": "Most"}},
            "session": "1h30m",
            "relay_state": "https://console.aws.amazon.com/s3?region=eu-central-1#x",
        },
        "Plain": {},
    },
    "access": [
        {"groups": ["on", "R&D: a, b"], "permission_sets": ["yes", "Plain"], "accounts": "all"},
        {"group": "12", "permission_set": "yes", "accounts": ["all", {"id": "000000000012"}]},
        {
            "group": "A",
            "permission_set": "yes",
            "accounts": {"tag": {"a": "true", "b": ["1", "x"]}, "not": {"ou": "/"}},
        },
        {"group": "B", "permission_set": "yes", "accounts": {"id": [f"{n:012}" for n in range(200)]}},
        {
            "group": "C",
            "permission_set": "yes",
            "accounts": {"ou": ["R\\/D/x", "a\\\\b"], "not": [{"name": "*"}, "all"]},
        },
    ],
    "exceptions": [
        {
            "user": user,
            "permission_set": "Plain",
            "accounts": {"name": "x"},
            "until": until,
            "owner": "o",
            "reason": "it's #1: {really}",
        }
        for user, until in (("ana", "2026-12-31"), ("ben", "2026-12-31"), ("cleo", "2026-12-31T18:00:00+02:00"))
    ],
    "workers": {"directory": "external", "groups": {"D": {"department": ["E", "~"]}}, "mover": {"overlap": "0s"}},
    "break_glass": {"permission_sets": ["Plain"], "roles": ["Break*"], "protect": {"trails": "t"}, "drill_every": "7d"},
    "safety": {"unmanaged": "revoke", "max_revokes": {"count": 0, "share": "12.5%"}},
}


def reread(policy: Policy) -> Policy:
    text = write_policy(policy, "a comment\n\nof three lines")
    reading = read_policy(text.encode(), "written.yaml", today=TODAY)
    assert reading.problems == ()
    assert reading.policy is not None
    return reading.policy


def without_places(policy: Policy) -> str:
    """Compiled, but for where each item stands."""
    plain = policy.model_dump(by_alias=True)
    for item in (*plain["access"], *plain["exceptions"]):
        del item["source"]
    return compile_policy(Policy.model_validate(plain))


def test_everything_a_policy_may_say():
    """Every key, text that looks like something else, and lists too long for a line come back as they were."""
    policy = Policy.model_validate(WHOLE)
    assert without_places(reread(policy)) == without_places(policy)


@pytest.mark.parametrize("text", shown())
def test_the_examples(text):
    """What people are shown, written by us, means the same."""
    policy = read_policy(text.encode(), "shown.yaml", today=TODAY).policy
    assert without_places(reread(policy)) == without_places(policy)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_comes_back(text):
    """A group's name or a reason may hold any character that YAML can hold."""
    rule = {"group": text, "permission_set": "Plain", "accounts": {"name": text}}
    policy = Policy.model_validate({"permission_sets": {"Plain": {"description": text}}, "access": [rule]})
    assert reread(policy).access[0].groups == (text,)
    assert reread(policy).permission_sets["Plain"].description == text


def test_no_policy_at_all():
    """A policy that says nothing is written, and read."""
    assert without_places(reread(Policy())) == without_places(Policy())


def test_rules_are_written_as_people_do():
    """One value stands alone, durations are short, and defaults are left out."""
    written = {
        "permission_sets": {"ReadOnly": {"managed_policies": ["ReadOnlyAccess"], "session": "PT8H"}},
        "access": [{"groups": ["Dev"], "permission_sets": ["ReadOnly"], "accounts": [{"ou": ["Work/Dev"]}]}],
    }
    assert write_policy(Policy.model_validate(written), "Hello") == (
        "# Hello\n"
        "permission_sets:\n"
        "  ReadOnly:\n"
        "    managed_policies: [ReadOnlyAccess]\n"
        "    session: 8h\n"
        "access:\n"
        "  - {group: Dev, permission_set: ReadOnly, accounts: {ou: Work/Dev}}\n"
    )


@pytest.mark.parametrize(
    "boundary", [{"managed_policy": "PowerUserAccess"}, {"customer_managed_policy": {"name": "Most", "path": "/"}}]
)
def test_a_compiled_boundary_is_read_back(boundary):
    """What ships with the functions says which of the two policies bounds a permission set, and can be read."""
    policy = Policy.model_validate({"permission_sets": {"Bound": {"permissions_boundary": boundary}}})
    assert Policy.model_validate_json(compile_policy(policy)) == policy
