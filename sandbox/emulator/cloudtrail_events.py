"""Which calls CloudTrail records here, and under which service and Region."""

from ministack.core.responses import get_region

# ministack's name of a service -> the first part of CloudTrail's eventSource.
EVENT_SOURCES = {
    "sso-admin": "sso",
    "identitystore": "identitystore",
    "organizations": "organizations",
    "account-access": "account-access",
    "cloudtrail": "cloudtrail",
    "events": "events",
    "iam": "iam",
    "sns": "sns",
    "sqs": "sqs",
}
# Read calls reach only rules of the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, so nobody records them here.
READS = ("List", "Describe", "Get", "IsMember", "Lookup", "Check", "Simulate", "Generate", "Test")
# Data events, which EventBridge does not get (CloudTrail guide, "Logging data events").
DATA_EVENTS = {
    "events": {"PutEvents"},
    "sns": {"Publish", "PublishBatch"},
    "sqs": {
        "SendMessage",
        "SendMessageBatch",
        "ReceiveMessage",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
    },
}
GLOBAL_SERVICES, GLOBAL_REGION = ("iam", "organizations"), "us-east-1"


def is_recorded(service: str, operation: str) -> bool:
    """Whether a call leaves a record: a write to what is managed, of a service that has records here."""
    read_or_data = operation.startswith(READS) or operation in DATA_EVENTS.get(service, ())
    return service in EVENT_SOURCES and not read_or_data


def event_source(service: str) -> str:
    """CloudTrail's name of a service: sso.amazonaws.com for sso-admin."""
    return f"{EVENT_SOURCES[service]}.amazonaws.com"


def event_region(service: str) -> str:
    """Where this request is recorded: in its Region, or in us-east-1 for what is global."""
    return GLOBAL_REGION if service in GLOBAL_SERVICES else get_region()
