"""SNS: who listens to the alert topics."""

from collections.abc import Iterator

from cli.doctor.checks.alerts import Subscription, Topic
from cli.doctor.readers.stacks import list_resources
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.pages import list_all

# In the place of the ARN, until somebody has followed the link in the mail (SNS API, Subscription).
PENDING = "PendingConfirmation"


def read_alerts(site: Site) -> Iterator[Topic]:
    """The topics of the home stack and of every forwarder."""
    topics = (found for found in list_resources(site) if found.type == "AWS::SNS::Topic")
    return (Topic(found.region, found.id, _list(found.id, found.region)) for found in topics)


def _list(topic_arn: str, region: str) -> tuple[Subscription, ...]:
    client = make_client("sns", region=region)
    items = list_all("sns", client.list_subscriptions_by_topic, "Subscriptions", TopicArn=topic_arn)
    return tuple(Subscription(i["Protocol"], i["Endpoint"], i["SubscriptionArn"] != PENDING) for i in items)
