"""Where an employee's facts stand in what an HR system answers or sends: JMESPath, declared or built in."""

from collections.abc import Mapping
from typing import Annotated, Any

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from lambdas.core.errors import RejectError
from lambdas.core.workers import EventType

# How HR systems write "no date" beside null and "".
NO_DATE = "0000-00-00"


def _check_expression(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except JMESPathError as error:
        raise ValueError(f"not JMESPath: {error}") from error
    return expression


Expression = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_check_expression)]


class EmployeeMapping(BaseModel):
    """Each member is a JMESPath expression over the employee's record.

    `left` is true of somebody who has left. `effective_at` is the end of the employment, known ahead or not: a date, or
    a time with offset. `type` names the event; `types` translates its values into worker.joined, worker.changed,
    worker.left or worker.rescinded. Without `type` the record decides: see `core.hr.events`. `timestamp` is when the
    record was last changed, with offset: it tells which of two records is newer, whenever they arrive.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Expression
    worker_id: Expression | None = None
    left: Expression | None = None
    effective_at: Expression | None = None
    time_zone: Expression | None = None
    reason: Expression | None = None
    timestamp: Expression | None = None
    type: Expression | None = None
    types: dict[str, EventType] = {}
    attributes: dict[str, Expression] = {}


def find(expression: str | None, record: Mapping[str, Any]) -> Any:
    """What the expression finds, or None. Raises RejectError for a record the expression cannot be used on."""
    if expression is None:
        return None
    try:
        return jmespath.search(expression, record)
    except JMESPathError as error:
        raise RejectError(f"the mapping {expression!r} does not fit the record: {error}") from error


def find_text(expression: str | None, record: Mapping[str, Any]) -> str:
    """Text or number as text; '' for nothing, and for what an HR system writes in place of no date."""
    found = find(expression, record)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return "" if found == NO_DATE else str(found).strip()


def find_attributes(mapping: EmployeeMapping, record: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The attributes that have a value: a text, or a list of texts."""
    found = {name: _values(find(expression, record)) for name, expression in mapping.attributes.items()}
    return {name: value for name, value in found.items() if value}


def _values(found: Any) -> str | list[str]:
    if isinstance(found, list):
        return [str(item) for item in found if isinstance(item, str | int) and not isinstance(item, bool)]
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
