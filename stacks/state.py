"""The state table: outcomes, certificates, incidents, and which webhooks have been seen."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct


def make_table(scope: Construct, name: str, key: kms.IKey | None) -> dynamodb.TableV2:
    """A table that outlives the stack: it holds the proof of what was granted and revoked."""
    encryption = dynamodb.TableEncryptionV2.customer_managed_key(key) if key is not None else None
    text = dynamodb.AttributeType.STRING
    return dynamodb.TableV2(
        scope,
        name,
        partition_key=dynamodb.Attribute(name="pk", type=text),
        sort_key=dynamodb.Attribute(name="sk", type=text),
        time_to_live_attribute="expires",
        billing=dynamodb.Billing.on_demand(),
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        deletion_protection=True,
        encryption=encryption,
        removal_policy=RemovalPolicy.RETAIN,
    )
