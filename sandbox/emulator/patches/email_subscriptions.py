"""An e-mail subscription of a topic waits until somebody follows the link in the mail.

AWS: until then its ARN reads "PendingConfirmation" in the lists (SNS API, Subscription). ministack: confirms at once.
`/_local/confirm-email` is the link.
"""

# ruff: noqa: SLF001  (the subscriptions are private)

import re
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import sns

from sandbox.emulator import local_routes
from sandbox.emulator.local_routes import LocalRequestError
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

PROTOCOLS = ("email", "email-json")
MEMBER = re.compile(r"<SubscriptionArn>([^<]*)</SubscriptionArn>")

_subscribe, _list_by_topic, _list = (sns._subscribe, sns._list_subscriptions_by_topic, sns._list_subscriptions)


def apply() -> None:
    """Subscribing waits, the lists say so, and the link's route confirms."""
    sns._subscribe = _subscribe_and_wait
    sns._list_subscriptions_by_topic = lambda parameters: _told(_list_by_topic(parameters))
    sns._list_subscriptions = lambda parameters: _told(_list(parameters))
    local_routes.register("/_local/confirm-email", confirm)


def _find_topic(arn: str) -> dict[str, Any] | None:
    """In its own account and Region, where a link leads wherever it is followed."""
    _, _, _, region, account_id, *_ = (*arn.split(":"), "", "", "", "", "")
    with request_scope(account_id or MANAGEMENT_ACCOUNT_ID, region or HOME_REGION):
        found: dict[str, Any] | None = sns._topics.get(arn)
    return found


def confirm(body: dict[str, Any]) -> dict[str, Any]:
    """Follow the link of the mail to `endpoint` about the topic of ARN `topic`."""
    topic = _find_topic(str(body.get("topic")))
    found = [one for one in (topic or {}).get("subscriptions", ()) if one["endpoint"] == body.get("endpoint")]
    if not found:
        raise LocalRequestError(f"no subscription of {body.get('endpoint')} to {body.get('topic')}")
    _set(found[0], confirmed=True)
    return {"subscription": found[0]["arn"]}


def _subscribe_and_wait(parameters: dict[str, Any]) -> Any:
    topic_arn = sns._p(parameters, "TopicArn")
    before = _arns(topic_arn)
    answer = _subscribe(parameters)
    for one in _subscriptions(topic_arn):
        if one["protocol"] in PROTOCOLS and one["arn"] not in before:
            _set(one, confirmed=False)
    return _told(answer, pending="pending confirmation")


def _set(subscription: dict[str, Any], *, confirmed: bool) -> None:
    subscription["confirmed"] = confirmed
    subscription["attributes"]["PendingConfirmation"] = "false" if confirmed else "true"


def _told(answer: Any, pending: str = "PendingConfirmation") -> Any:
    """The answer with the ARN hidden of each subscription that waits."""
    status, headers, body = answer
    text = body.decode() if isinstance(body, bytes) else body
    hidden = MEMBER.sub(lambda found: found[0].replace(found[1], pending) if _waits(found[1]) else found[0], text)
    return status, headers, hidden.encode() if isinstance(body, bytes) else hidden


def _waits(arn: str) -> bool:
    topic_arn = sns._sub_arn_to_topic.get(arn)
    return any(one["arn"] == arn and not one["confirmed"] for one in _subscriptions(topic_arn))


def _arns(topic_arn: str) -> set[str]:
    return {one["arn"] for one in _subscriptions(topic_arn)}


def _subscriptions(topic_arn: str | None) -> list[dict[str, Any]]:
    topic = sns._topic_by_arn_any_scope(topic_arn) if topic_arn else None
    return list(topic["subscriptions"]) if topic else []
