"""The quarantine: what CloudFormation must never write again."""

import pytest

from tests.stacks.conftest import Synthesised

# Logical id -> name. Another id would be a second, empty policy, and another name a changed one.
POLICIES = {
    "QuarantinePolicy2E767E18": "GatehouseQuarantine",
    "QuarantinePolicy27E278114": "GatehouseQuarantine2",
    "QuarantinePolicy308D0D88D": "GatehouseQuarantine3",
}


@pytest.mark.parametrize(("logical_id", "name"), POLICIES.items())
def test_never_changes(synthesised: Synthesised, logical_id: str, name: str) -> None:
    """The policies in the template are these, to the letter: a changed one would let every leaver in again."""
    policy = synthesised.home.find_resources("AWS::Organizations::Policy")[logical_id]
    assert policy["Properties"] == {
        "Name": name,
        "Description": "Denies everything to workers who have left. Written by Gatehouse: do not edit.",
        "Type": "SERVICE_CONTROL_POLICY",
        "TargetIds": ["r-ab12"],
        "Content": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "DenyRevokedIdentityCenterUsers",
                    "Effect": "Deny",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"identitystore:UserId": ["00000000-0000-0000-0000-000000000000"]}},
                }
            ],
        },
    }


def test_same_resource(synthesised: Synthesised) -> None:
    """Their logical ids stay: under another one CloudFormation would make one more, empty policy."""
    assert synthesised.home.find_resources("AWS::Organizations::Policy").keys() == POLICIES.keys()


def test_outlives_the_stack(synthesised: Synthesised) -> None:
    """Removing the stack leaves the leavers denied."""
    for policy in synthesised.home.find_resources("AWS::Organizations::Policy").values():
        assert (policy["DeletionPolicy"], policy["UpdateReplacePolicy"]) == ("Retain", "Retain")
