"""The customer's own KMS key, where the settings name one: for the table, the queues, the topic, the logs, the secret.

Its key policy is the customer's: docs/operations.md says what must stand in it.
"""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

# What a caller of DynamoDB, SQS, SNS and Secrets Manager needs on a customer managed key (DynamoDB Developer Guide,
# "Usage notes on encryption at rest"; Amazon SQS Developer Guide, "Key management").
USES = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
SENDS = ("kms:Decrypt", "kms:GenerateDataKey")


def find_customer_key(scope: Construct, arn: str) -> kms.IKey | None:
    """The key of this ARN, or None when the settings name none."""
    return kms.Key.from_key_arn(scope, "CustomerKey", arn) if arn else None


def let_use(role: iam.IRole, key: kms.IKey | None, actions: tuple[str, ...] = USES) -> None:
    """Let the role use the key, where there is one."""
    if key is not None:
        role.add_to_principal_policy(iam.PolicyStatement(actions=list(actions), resources=[key.key_arn]))
