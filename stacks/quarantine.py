"""The quarantine: service control policies at the root that deny everything to the leavers whose ids stand in them."""

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


# One policy of 10,240 characters has room for 200 ids of 47 characters, and the root for ten policies (Organizations
# quotas). Three hold 600 leavers within one longest session, and leave the root room for policies of others.
NAMES = ("GatehouseQuarantine", "GatehouseQuarantine2", "GatehouseQuarantine3")


class Quarantine(Construct):
    """The policies, attached to the root. Gatehouse adds ids to their content at run time.

    So no property of them may ever change, tags included: with any change CloudFormation would write CONTENT over the
    ids and let every leaver in again. For the same reason the policies outlive the stack. More may be added at the end
    of NAMES.
    """

    def __init__(self, scope: Construct, name: str, *, root_id: str) -> None:
        super().__init__(scope, name)
        self.policy_ids = tuple(self._make(name, root_id) for name in NAMES)

    def _make(self, name: str, root_id: str) -> str:
        # There is no L2. CloudFormation writes the content as compact JSON, and so does Gatehouse.
        policy = organizations.CfnPolicy(
            self,
            name.replace("GatehouseQuarantine", "Policy"),
            name=name,
            description="Denies everything to workers who have left. Written by Gatehouse: do not edit.",
            type="SERVICE_CONTROL_POLICY",
            target_ids=[root_id],
            content=CONTENT,
        )
        policy.apply_removal_policy(RemovalPolicy.RETAIN)
        return policy.attr_id
