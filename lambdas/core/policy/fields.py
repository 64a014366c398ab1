"""How single values are written in access.yaml: durations, shares, "one or many"; and the base of every model."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StrictBool,
    StrictInt,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

Item = TypeVar("Item")

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_WRITTEN = re.compile(
    r"(?:(?P<w>\d{1,4})w)?(?:(?P<d>\d{1,4})d)?(?:(?P<h>\d{1,5})h)?(?:(?P<m>\d{1,6})m)?(?:(?P<s>\d{1,7})s)?"
)
_ISO_8601 = re.compile(
    r"P(?:(?P<w>\d{1,4})W)?(?:(?P<d>\d{1,4})D)?"
    r"(?:T(?:(?P<h>\d{1,5})H)?(?:(?P<m>\d{1,6})M)?(?:(?P<s>\d{1,7})S)?)?"
)
_PERCENT = r"^(\d{1,3}(?:\.\d{1,4})?)%$"


class Model(BaseModel):
    """Part of the policy: never changes once read, and knows every key it may have."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def parse_duration(written: object) -> object:
    """'8h', '90m', '1h30m', '3d' or ISO 8601 ('PT8H') as a timedelta; what is no text is passed on as it is.

    Raises ValueError for any other text, and for a number, which has no unit.
    """
    if isinstance(written, timedelta):
        return written
    match = isinstance(written, str) and (_WRITTEN.fullmatch(written) or _ISO_8601.fullmatch(written))
    amounts = {key: int(amount) for key, amount in match.groupdict().items() if amount} if match else {}
    if not amounts:
        raise ValueError("expected a duration such as 8h, 90m, 3d or PT8H")
    return timedelta(**{_UNITS[key]: amount for key, amount in amounts.items()})


def parse_share(written: object) -> object:
    """'10%' as 0.1; a number between 0 and 1 is passed on as it is."""
    if not isinstance(written, str):
        return written
    match = re.fullmatch(_PERCENT, written)
    if match is None:
        raise ValueError("expected a share such as 10% or 0.1")
    return float(match[1]) / 100


def _as_many(written: object) -> object:
    """One value stands for a list of one."""
    return written if isinstance(written, list | tuple) else [written]


@dataclass(frozen=True)
class Shape:
    """Text of a certain form; `expected` says which, to people, and `pattern` to the JSON Schema."""

    pattern: str
    expected: str

    def check(self, text: str) -> str:
        """The text itself; ValueError when it has another form."""
        if re.search(self.pattern, text) is None or text.endswith("\n"):
            raise ValueError(f"expected {self.expected}, found '{text}'")
        return text

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "pattern": self.pattern}


def refuse_empty(written: object) -> object:
    """What is written must hold something; pydantic's own lengths do not count values that are themselves wrong."""
    if isinstance(written, list | tuple | dict) and not written:
        raise ValueError("expected at least one value, found none")
    return written


@dataclass(frozen=True)
class _OneInsteadOfMany:
    """Tells the JSON Schema what `_as_many` and `refuse_empty` allow."""

    at_least: int = 0

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many["items"], {**many, "minItems": self.at_least} if self.at_least else many]}


def _to_iso_8601(duration: timedelta) -> str:
    return f"PT{int(duration.total_seconds())}S"


_SHORT_OR_ISO = r"^(\d+[wdhms])+$|^P(\d+[WD])*(T(\d+[HMS])+)?$"

Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration, json_schema_input_type=Annotated[str, Field(pattern=_SHORT_OR_ISO)]),
    PlainSerializer(_to_iso_8601, when_used="json"),
]
"""Written "8h", "90m", "3d", "1h30m" or in ISO 8601; compiled as ISO 8601 in seconds."""

Share = Annotated[
    float,
    Field(ge=0, le=1, strict=True),
    BeforeValidator(
        parse_share,
        json_schema_input_type=Annotated[float, Field(ge=0, le=1)] | Annotated[str, Field(pattern=_PERCENT)],
    ),
]
"""A part of a whole: 0 to 1, or written as a percentage."""

Text = Annotated[str, Field(min_length=1)]
Flag = StrictBool
Count = Annotated[StrictInt, Field(ge=0)]

Many = Annotated[tuple[Item, ...], BeforeValidator(_as_many), _OneInsteadOfMany()]
"""A list; one value stands for a list of one."""

OneOrMany = Annotated[
    tuple[Item, ...], BeforeValidator(refuse_empty), BeforeValidator(_as_many), _OneInsteadOfMany(at_least=1)
]
"""A list that is not empty; one value stands for a list of one."""
