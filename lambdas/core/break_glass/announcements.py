"""What AWS announces by itself, without CloudTrail: a strange sign-in, and a SCIM token that is about to expire.

AWS facts: `Sign-in Anomaly Alert` is a native event of AWS Sign-In whose detail is not published (EventBridge events
reference, signin), so the whole of it is passed on. AWS Health names the token's expiry by its eventTypeCode (re:Post,
iam-identity-center-scim-expire-emails); a feed that has stopped is leavers nobody hears of.
"""

import json

from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.kind import Kind, always
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

ANOMALY = "Sign-in Anomaly Alert"
TOKEN_EXPIRES = "AWS_IAMIDENTITYCENTER_SCIM_BEARER_TOKEN_EXPIRY_NOTIFICATION"  # noqa: S105 - the name of a notice
# Characters of the event that stand in the message.
LONGEST_NOTE = 4000
CHECK_ANOMALY = "AWS finds a sign-in strange. Ask the person it names; if it was not them, end their sessions."
CHECK_EXPIRY = (
    "Make a new token (Identity Center console, Settings, Automatic provisioning) and give it to the identity provider "
    "before the old one expires: afterwards nobody who leaves is disabled."
)


def _read_anomaly(record: Record, _: Watched) -> Finding | None:
    return make_finding(
        record,
        FindingKind.TAMPER,
        Severity.HIGH,
        Subject("sign-in", "that AWS finds strange"),
        act_id=_envelope_id(record),
        check=CHECK_ANOMALY,
        note=json.dumps(record.detail, sort_keys=True)[:LONGEST_NOTE],
    )


def _read_token(record: Record, _: Watched) -> Finding | None:
    return make_finding(
        record,
        FindingKind.TAMPER,
        Severity.MEDIUM,
        Subject("SCIM token", "of the identity provider, which expires soon"),
        act_id=str(record.detail.get("eventArn") or _envelope_id(record)),
        check=CHECK_EXPIRY,
    )


def _envelope_id(record: Record) -> str:
    return str(record.event.get("id") or record.act_id)


KINDS = (
    Kind(
        "SignInAnomaly",
        "AWS finds a sign-in strange",
        always({"source": ["aws.signin"], "detail-type": [ANOMALY]}),
        _read_anomaly,
        regions=Regions.EVERY,
        members=True,
    ),
    Kind(
        "ScimTokenExpires",
        "The token of the identity provider's SCIM feed is about to expire",
        always({"source": ["aws.health"], "detail": {"eventTypeCode": [TOKEN_EXPIRES]}}),
        _read_token,
    ),
)
