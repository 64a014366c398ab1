"""One embedded AWS, one deployment, one warm function for all cases."""

import json
from collections.abc import Iterator

import pytest
from botocore.config import Config

from bench.events import sweep_due
from bench.functions import function_of
from bench.harness import Cloud, started
from tests.loop.clock import QuickClock
from tests.loop.running import FIRST, READ_TIMEOUT, Fuse, Gatehouse
from tests.loop.world import POLICY, START, make_organization

# Botocore hides no fault by trying again.
IMPATIENT = Config(read_timeout=READ_TIMEOUT, connect_timeout=5, retries={"total_max_attempts": 1})


@pytest.fixture(scope="session")
def gatehouse() -> Iterator[Gatehouse]:
    with pytest.MonkeyPatch.context() as patch, started(throttle=False, async_seconds=0.01) as cloud:
        patch.setattr("lambdas.aws.clients.CONFIG", IMPATIENT)
        patch.setattr("lambdas.aws.clients.set_pace", lambda *_: None)
        patch.setattr("lambdas.wiring.SystemClock", QuickClock)
        organization, deployment, fuse = make_organization(cloud), cloud.deploy(POLICY), Fuse()
        people_url = subscribe(cloud, deployment.settings.topic_arn)
        organization.set_assignments(START)
        with function_of(deployment, "accounts", fuse.burn) as calls:
            found = Gatehouse(organization, deployment, calls, fuse, people_url)
            found.run("sweep", sweep_due(FIRST))
            assert organization.assignments() == START, calls.writes
            found.remember()
            yield found


def subscribe(cloud: Cloud, topic_arn: str) -> str:
    """The URL of a queue that gets what people get."""
    url = cloud.make_queue("people")
    arn = cloud.queue_arn(url)
    sns = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [{**sns, "Resource": arn}]}
    cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    cloud.client("sns").subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn)
    return url
