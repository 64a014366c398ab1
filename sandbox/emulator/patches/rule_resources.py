"""A call on a rule is authorized on that rule.

AWS: on arn:aws:events:<region>:<account>:rule/<name> for a rule of the default bus, with the bus before the name for
another (service authorization reference, Amazon EventBridge). ministack: on every resource where the call says `Rule`,
and on rule/default/<name> where it says `Name`.
"""

import json
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region

DEFAULT = "default"


def apply() -> None:
    """Name the rule."""
    extract = iam_actions.extract_resource_arn

    def with_rule(service: str, *request: Any) -> str:
        arn: str = extract(service, *request)
        _method, _path, headers, body, *_ = request
        if service != "events" or not headers.get("x-amz-target", "").endswith(("Rule", "Targets")):
            return arn
        return _rule_arn(body) or arn

    iam_actions.extract_resource_arn = with_rule


def _rule_arn(body: bytes) -> str:
    try:
        members = json.loads(body or b"{}")
    except ValueError:
        return ""
    name, bus = members.get("Rule") or members.get("Name"), members.get("EventBusName") or DEFAULT
    if not name:
        return ""
    path = name if bus == DEFAULT else f"{bus.rpartition('/')[2]}/{name}"
    return f"arn:aws:events:{get_region()}:{get_account_id()}:rule/{path}"
