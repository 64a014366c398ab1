"""Who gets what where: the rules, and the exceptions from them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, PlainSerializer, PlainValidator, model_validator
from pydantic.json_schema import SkipJsonSchema

from lambdas.core.policy.fields import Model, OneOrMany, Text
from lambdas.core.policy.selectors import Selector

SHORTHANDS = {"group": "groups", "permission_set": "permission_sets"}
"""The singular may be written where one value is meant."""


def number(items: object) -> object:
    """Give every item of a list its place, counted from 1, as people count; one that has a number keeps it."""
    if not isinstance(items, list | tuple):
        return items
    return [{"number": n, **item} if isinstance(item, Mapping) else item for n, item in enumerate(items, start=1)]


class Sourced(Model):
    """An item of the policy that plans and messages point back to."""

    number: SkipJsonSchema[int] = 0
    """Its place in the list, counted from 1. Never written: counted."""
    source: SkipJsonSchema[str] = ""
    """Where it stands ("access.yaml:14"); "" if unknown. Never written: the reader knows."""
    kind: ClassVar[str] = "item"

    @property
    def label(self) -> str:
        """How reasons and messages name it: "rule 2, access.yaml:14", or "rule 2" where the place is unknown."""
        return f"{self.kind} {self.number}{self.source and ', '}{self.source}"


def _describe_shorthands(schema: dict[str, Any]) -> None:
    """In the JSON Schema, either the singular or the plural stands, and one of them must."""
    properties, required = schema["properties"], schema["required"]
    for one, many in SHORTHANDS.items():
        properties[one] = {"type": "string", "minLength": 1, "description": f"Short for {many} with one value."}
        required.remove(many)
    schema["allOf"] = [{"oneOf": [{"required": [one]}, {"required": [many]}]} for one, many in SHORTHANDS.items()]


class AccessRule(Sourced):
    """Each of the groups holds each of the permission sets in every account that the selector means."""

    model_config = ConfigDict(json_schema_extra=_describe_shorthands)
    kind = "rule"

    groups: OneOrMany[Text]
    """Groups of the directory, by their display names."""
    permission_sets: OneOrMany[Text]
    """Permission sets of this file."""
    accounts: Selector
    """The accounts: all, or by ou, ou_only, tag, name, id, not."""

    @model_validator(mode="before")
    @classmethod
    def _read_shorthands(cls, written: object) -> object:
        if not isinstance(written, Mapping):
            return written
        for one, many in SHORTHANDS.items():
            if one in written and many in written:
                raise ValueError(f"expected either {one} or {many}, found both")
        return {SHORTHANDS.get(key, key): value for key, value in written.items()}


YEARS = range(2000, 3000)
"""An end that is meant to come; beyond them, time zones and the next day leave what datetime can hold."""

_END = "expected a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z"


def _parse_end(written: object) -> date:
    """A date, or a point in time with its time zone, from ISO 8601 text."""
    if isinstance(written, date):
        return written
    if not isinstance(written, str):
        raise ValueError(_END)  # noqa: TRY004 - pydantic collects ValueErrors
    try:
        end = date.fromisoformat(written) if len(written) == len("2026-12-31") else datetime.fromisoformat(written)
    except ValueError as error:
        raise ValueError(_END) from error
    if end.year not in YEARS:
        raise ValueError(f"expected a year from {YEARS.start} to {YEARS.stop - 1}, found {end.year}")
    if isinstance(end, datetime) and end.tzinfo is None:
        raise ValueError("a time needs its time zone, such as 2026-12-31T18:00:00Z")
    return end


def _write_end(end: date) -> str:
    return end.isoformat()


End = Annotated[
    datetime | date,
    PlainValidator(_parse_end, json_schema_input_type=Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}([T ].+)?$")]),
    PlainSerializer(_write_end, return_type=str, when_used="json"),
]


class PolicyException(Sourced):
    """One user's access beside the rules: named, owned, and it ends."""

    kind = "exception"

    user: Text
    """The user, by user name or e-mail address."""
    permission_set: Text
    """A permission set of this file."""
    accounts: Selector
    """The accounts: all, or by ou, ou_only, tag, name, id, not."""
    until: End
    """When it ends: a date means the end of that day in UTC; a time has its time zone."""
    owner: Text
    """Who answers for it: an e-mail address."""
    reason: Text
    """Why: a ticket, or a sentence."""

    def ends_at(self) -> datetime:
        """The first moment at which it no longer holds, in UTC: a date means the end of that day in UTC."""
        if isinstance(self.until, datetime):
            return self.until.astimezone(UTC)
        return datetime.combine(self.until, time(), tzinfo=UTC) + timedelta(days=1)
