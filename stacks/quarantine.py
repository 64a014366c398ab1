"""The quarantine: a service control policy at the root that denies everything to the leavers whose ids stand in it."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_organizations as organizations
from constructs import Construct

# No user has this id; a condition may not be empty (IAM Identity Center User Guide, "Prerequisites for revoking user
# permissions", which also gives the statement).
NOBODY = "00000000-0000-0000-0000-000000000000"

CONTENT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "DenyRevokedIdentityCenterUsers",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"identitystore:UserId": [NOBODY]}},
        }
    ],
}


class Quarantine(Construct):
    """The policy, attached to the root. Gatehouse adds ids to its content at run time.

    So no property of it may ever change, tags included: with any change CloudFormation would write CONTENT over the
    ids and let every leaver in again. For the same reason the policy outlives the stack.
    """

    def __init__(self, scope: Construct, name: str, *, root_id: str) -> None:
        super().__init__(scope, name)
        # There is no L2. CloudFormation writes the content as compact JSON, and so does Gatehouse.
        policy = organizations.CfnPolicy(
            self,
            "Policy",
            name="GatehouseQuarantine",
            description="Denies everything to workers who have left. Written by Gatehouse: do not edit.",
            type="SERVICE_CONTROL_POLICY",
            target_ids=[root_id],
            content=CONTENT,
        )
        policy.apply_removal_policy(RemovalPolicy.RETAIN)
        self.policy_id = policy.attr_id
