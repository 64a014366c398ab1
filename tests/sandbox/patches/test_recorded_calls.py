"""What CloudTrail says of writes to rules, topics, queues, trails and roles."""

import json
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.sandbox.identity.recorder import Recorder
from tests.sandbox.making import allow, document, make_queue, make_role, make_rule, make_user, unique


@pytest.fixture
def heard(sandbox):
    """A function that gives the records of these services heard so far, by event name, the last of each."""
    queue = make_queue(sandbox)
    sources = ["aws.events", "aws.sns", "aws.sqs", "aws.iam", "aws.cloudtrail"]
    make_rule(sandbox, {"source": sources, "detail-type": ["AWS API Call via CloudTrail"]}, queue.arn)
    recorder = Recorder(queue.sqs, queue.url)
    return lambda: {event["detail"]["eventName"]: event for event in recorder.events()}


def events(sandbox):
    name = make_rule(sandbox, {"source": ["aws.none"]}, "arn:aws:sns:us-east-1:100000000001:nowhere")
    client = sandbox.client("events")
    client.disable_rule(Name=name)
    client.remove_targets(Rule=name, Ids=["target"])
    client.delete_rule(Name=name)
    return {
        "PutRule": {"name": name, "eventPattern": '{"source": ["aws.none"]}', "state": "ENABLED"},
        "DisableRule": {"name": name},
        "RemoveTargets": {"rule": name, "ids": ["target"]},
        "DeleteRule": {"name": name},
    }


def sns(sandbox):
    client = sandbox.client("sns")
    topic = client.create_topic(Name=unique("topic"), Attributes={"DisplayName": "alerts"})["TopicArn"]
    client.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    client.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document(allow("*")))
    arn = client.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["SubscriptionArn"]
    client.unsubscribe(SubscriptionArn=arn)
    client.delete_topic(TopicArn=topic)

    return {
        "CreateTopic": {"name": topic.rpartition(":")[2], "attributes": {"DisplayName": "alerts"}},
        "SetTopicAttributes": {"topicArn": topic, "attributeName": "Policy"},
        "Unsubscribe": {"subscriptionArn": arn},
        "DeleteTopic": {"topicArn": topic},
    }


def iam(sandbox):
    role = make_role(sandbox).rpartition("/")[2]
    client, arn = sandbox.client("iam"), "arn:aws:iam::aws:policy/AdministratorAccess"
    trust = document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
    client.update_assume_role_policy(RoleName=role, PolicyDocument=trust)
    client.attach_role_policy(RoleName=role, PolicyArn=arn)
    return {
        "UpdateAssumeRolePolicy": {"roleName": role, "policyDocument": trust},
        "AttachRolePolicy": {"roleName": role, "policyArn": arn},
    }


def sqs(sandbox):
    queue = make_queue(sandbox)
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": "60"})
    queue.sqs.delete_queue(QueueUrl=queue.url)
    return {
        "SetQueueAttributes": {"queueUrl": queue.url, "attributes": {"VisibilityTimeout": "60"}},
        "DeleteQueue": {"queueUrl": queue.url},
    }


def cloudtrail(sandbox):
    client, name = sandbox.client("cloudtrail"), unique("trail")
    bucket = unique("bucket-of-trails")
    sandbox.client("s3").create_bucket(Bucket=bucket)
    client.create_trail(Name=name, S3BucketName=bucket)
    client.start_logging(Name=name)
    client.stop_logging(Name=name)
    client.delete_trail(Name=name)
    return {
        "CreateTrail": {"name": name, "s3BucketName": bucket},
        "StopLogging": {"name": name},
        "DeleteTrail": {"name": name},
    }


@pytest.mark.parametrize("tamper", [events, sns, iam, sqs, cloudtrail])
def test_writes_are_told_with_what_they_name(sandbox, heard, tamper):
    """Each write is an event of its service's source, with the request's members in CloudTrail's spelling."""
    wanted = tamper(sandbox)
    found = heard()
    for name, members in wanted.items():
        assert members.items() <= found[name]["detail"]["requestParameters"].items()
        service = tamper.__name__
        assert (found[name]["source"], found[name]["detail"]["eventSource"]) == (
            f"aws.{service}",
            f"{service}.amazonaws.com",
        )


def test_a_record_says_who_and_what_came_of_it(sandbox, heard):
    """The caller stands in userIdentity, and the answer in responseElements, with dates as CloudTrail prints them."""
    person = make_user(sandbox, allow("iam:CreateRole"))
    trust = document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
    name = unique("made")
    arn = person.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    detail = heard()["CreateRole"]["detail"]
    assert (detail["userIdentity"]["type"], detail["userIdentity"]["arn"]) == ("IAMUser", person.arn)
    assert detail["responseElements"]["role"]["arn"] == arn
    assert detail["responseElements"]["role"]["createDate"].endswith(("AM", "PM"))
    assert (detail["readOnly"], detail["eventType"]) == (False, "AwsApiCall")


def test_secrets_stay_hidden(sandbox, heard):
    """The record of a new access key does not show the key's secret."""
    person = make_user(sandbox, allow("sns:ListTopics"))
    detail = heard()["CreateAccessKey"]["detail"]
    assert detail["responseElements"]["accessKey"]["accessKeyId"] == person.key_id
    assert person.secret not in json.dumps(detail)


def test_reads_and_messages_leave_no_record(sandbox, heard):
    """Reading is not told, nor are messages and events: CloudTrail takes those for data."""
    queue = make_queue(sandbox)
    queue.sqs.send_message(QueueUrl=queue.url, MessageBody="hello")
    queue.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["All"])
    sandbox.client("events").put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}])
    sandbox.client("iam").list_roles()
    told = heard()
    assert not {"SendMessage", "ReceiveMessage", "GetQueueAttributes", "PutEvents", "ListRoles"} & told.keys()


def test_what_fails_is_told_as_a_failure(sandbox, heard):
    """A write that the service refuses has an error code, what was asked, and no answer."""
    with pytest.raises(ClientError):
        sandbox.client("iam").delete_role(RoleName="nobodys-role")
    detail = heard()["DeleteRole"]["detail"]
    assert (detail["errorCode"], detail["responseElements"]) == ("NoSuchEntity", None)
    assert detail["requestParameters"] == {"roleName": "nobodys-role"}


def test_nonsense_is_answered_as_ever(sandbox):
    """A body that is not JSON gets the service's own answer, and no failure of the recording."""
    headers = {"X-Amz-Target": "AWSEvents.PutRule", "Content-Type": "application/x-amz-json-1.1"}
    signed = AWSRequest("POST", sandbox.endpoint + "/", headers, b"{")
    SigV4Auth(Credentials("test", "test"), "events", "us-east-1").add_auth(signed)
    request = urllib.request.Request(signed.url, b"{", dict(signed.headers))  # noqa: S310 - loopback
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)  # noqa: S310 - loopback
    with caught.value as answer:
        assert answer.code < 500


def test_what_is_denied_is_told(sandbox, heard):
    """A write that IAM refuses is told with the code AccessDenied."""
    person = make_user(sandbox, allow("sns:ListTopics"))
    with pytest.raises(ClientError):
        person.client("sns").delete_topic(TopicArn="arn:aws:sns:us-east-1:100000000001:alerts")
    detail = heard()["DeleteTopic"]["detail"]
    assert (detail["errorCode"], detail["userIdentity"]["arn"]) == ("AccessDenied", person.arn)


def test_it_is_told_where_it_happened(sandbox):
    """A member account's write reaches that account's bus in its Region; IAM is told of in us-east-1."""
    queue = make_queue(sandbox, account="200000000077")
    make_rule(sandbox, {"source": ["aws.iam", "aws.sns"]}, queue.arn, account="200000000077")
    there = sandbox.client("iam", access_key="200000000077", region="eu-west-1")
    there.create_user(UserName=unique("user"))
    sandbox.client("sns", access_key="200000000077", region="eu-west-1").create_topic(Name=unique("topic"))
    (body,) = queue.bodies()
    event = json.loads(body)
    assert (event["account"], event["region"]) == ("200000000077", "us-east-1")
    assert event["detail"]["eventName"] == "CreateUser"
