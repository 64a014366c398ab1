"""The quarantine: what CloudFormation must never write again."""

from tests.stacks.conftest import Synthesised


def test_never_changes(synthesised: Synthesised) -> None:
    """The policy in the template is this one, to the letter: a changed one would let every leaver in again."""
    [policy] = synthesised.home.find_resources("AWS::Organizations::Policy").values()
    assert policy["Properties"] == {
        "Name": "GatehouseQuarantine",
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
    """Its logical id stays: under another one CloudFormation would make a second, empty policy."""
    assert list(synthesised.home.find_resources("AWS::Organizations::Policy")) == ["QuarantinePolicy2E767E18"]


def test_outlives_the_stack(synthesised: Synthesised) -> None:
    """Removing the stack leaves the leavers denied."""
    [policy] = synthesised.home.find_resources("AWS::Organizations::Policy").values()
    assert (policy["DeletionPolicy"], policy["UpdateReplacePolicy"]) == ("Retain", "Retain")
