"""The topic that reaches people: encrypted, TLS only, open to this account's alarms."""

from collections.abc import Iterable

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct


class AlertTopic(Construct):
    """An SNS topic with an e-mail subscription for each address, under the customer's key or one of its own."""

    def __init__(self, scope: Construct, name: str, *, emails: Iterable[str], key: kms.IKey | None = None) -> None:
        super().__init__(scope, name)
        self.key = key or self._make_key()
        self.topic = sns.Topic(self, "Topic", display_name="Gatehouse", master_key=self.key, enforce_ssl=True)
        self.topic.add_to_resource_policy(self._let_alarms("sns:Publish", resource=self.topic.topic_arn))
        for email in emails:
            self.topic.add_subscription(subscriptions.EmailSubscription(email))

    def _make_key(self) -> kms.Key:
        """A key of our own: CloudWatch may not use the one AWS manages for SNS, so its alarms would be lost.

        Source: Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and
        encrypted topics". No message outlives its delivery, so the key may go with the stack.
        """
        key = kms.Key(
            self,
            "Key",
            description="Gatehouse's alerts",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.DESTROY,
        )
        key.add_to_resource_policy(self._let_alarms("kms:Decrypt", "kms:GenerateDataKey*", resource="*"))
        return key

    def let_rules(self) -> sns.ITopic:
        """The topic, as the target of a rule: CDK lets EventBridge publish, and this lets it use the key.

        EventBridge gives no source that a condition could hold (EventBridge User Guide, "Amazon SNS permissions").
        """
        self.key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
            )
        )
        return self.topic

    def _let_alarms(self, *actions: str, resource: str) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=list(actions),
            resources=[resource],
            conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
        )
