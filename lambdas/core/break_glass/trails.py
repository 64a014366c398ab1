"""A trail is stopped, deleted or narrowed: without one, nothing that comes by CloudTrail reaches EventBridge.

AWS facts: a trail is given by name or ARN, and PutEventSelectors calls it trailName; `includeManagementEvents: false`
blinds EventBridge while the trail keeps logging. What a call does not mention, it leaves as it is.
"""

from collections.abc import Mapping
from typing import Any

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.globs import fits
from lambdas.core.break_glass.kind import Kind, always, calls
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

CALLS = ("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors")
# Switched off in an UpdateTrail, these make a trail see less.
SCOPES = ("isMultiRegionTrail", "includeGlobalServiceEvents", "isOrganizationTrail")
CHECK = (
    "Was this planned? If not, start the trail again and give it back its scope, end the caller's sessions, and look "
    "for what happened since: Gatehouse hears nothing of what no trail records."
)


def _read(record: Record, watched: Watched) -> Finding | None:
    name = _trail(record)
    if not record.failed and not _sees_less(record):
        return None
    return make_change(record, _severity(name, watched), Subject("trail", name or "not told"), check=CHECK)


def _severity(name: str, watched: Watched) -> Severity:
    """Where the policy says which trails count, another one counts less; where it does not, any may be the one."""
    trails = watched.policy.protect.trails
    if not trails:
        return Severity.HIGH
    short = name.rpartition("/")[2]
    return Severity.CRITICAL if fits(short, trails) or fits(name, trails) else Severity.MEDIUM


def _trail(record: Record) -> str:
    parameters = record.parameters
    return str(parameters.get("name") or parameters.get("trailName") or record.refused_resource())


def _sees_less(record: Record) -> bool:
    if record.name == "UpdateTrail":
        return any(record.parameters.get(scope) is False for scope in SCOPES) or "s3BucketName" in record.parameters
    if record.name == "PutEventSelectors":
        return not _keeps_management_events(record.parameters)
    return True


def _keeps_management_events(parameters: Mapping[str, Any]) -> bool:
    """Whether one of the new selectors still has all management events, reads and writes, of all services."""
    basic = parameters.get("eventSelectors") or []
    advanced = parameters.get("advancedEventSelectors") or []
    return any(_is_whole_basic(selector) for selector in _mappings(basic)) or any(
        _is_whole_advanced(selector) for selector in _mappings(advanced)
    )


def _is_whole_basic(selector: Mapping[str, Any]) -> bool:
    return (
        selector.get("includeManagementEvents", True) is True
        and selector.get("readWriteType", "All") == "All"
        and not selector.get("excludeManagementEventSources")
    )


def _is_whole_advanced(selector: Mapping[str, Any]) -> bool:
    """Only the category is asked for: any second field (readOnly, eventSource) takes something away."""
    fields = list(_mappings(selector.get("fieldSelectors") or []))
    return len(fields) == 1 and fields[0].get("field") == "eventCategory" and fields[0].get("equals") == ["Management"]


def _mappings(found: Any) -> list[Mapping[str, Any]]:
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


KINDS = (
    Kind(
        "Trails",
        "A CloudTrail trail is stopped, deleted or narrowed",
        always(calls("cloudtrail", CALLS)),
        _read,
        regions=Regions.EVERY,
        members=True,
    ),
)
