"""Request and response members as CloudTrail writes them: lower camel case, its own dates, secrets masked."""

import time
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

# What stands in a record where the model calls a value sensitive (samples in the services' CloudTrail guides).
_MASKS = {"organizations": "****"}
_MASK = "HIDDEN_DUE_TO_SECURITY_REASONS"
# A response leaves out what its request has shown already (sample record of UpdatePolicy).
_NOT_IN_RESPONSES = frozenset({"Content"})


def as_recorded(
    shape: Shape | None,
    value: dict[str, Any] | None,
    *,
    service: str,
    response: bool = False,
    mask_maps: bool = True,
) -> dict[str, Any] | None:
    """The members of `value` in CloudTrail's spelling; nothing to tell is None (a JSON null), as in AWS's records.

    The identity services' maps hold what people are called, so their values are masked; other services' are not.
    """
    if shape is None or not value:
        return None
    omitted = _NOT_IN_RESPONSES if response else frozenset()
    written: dict[str, Any] = _written(shape, value, _MASKS.get(service, _MASK), omitted, mask_maps=mask_maps)
    return written or None


def _written(shape: Shape, value: Any, mask: str, omitted: frozenset[str], *, mask_maps: bool) -> Any:
    if shape.metadata.get("sensitive"):
        return mask
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            name[0].lower() + name[1:]: _written(member, value[name], mask, omitted, mask_maps=mask_maps)
            for name, member in shape.members.items()
            if value.get(name) is not None and name not in omitted
        }
    if isinstance(shape, ListShape):
        return [_written(shape.member, item, mask, omitted, mask_maps=mask_maps) for item in value]
    if isinstance(shape, MapShape):
        return dict.fromkeys(value, mask) if mask_maps else value
    return cloudtrail_date(value) if shape.type_name == "timestamp" else value


def cloudtrail_date(epoch_seconds: float) -> str:
    """As the records print dates: `May 5, 2023 8:26:54 AM`, UTC."""
    moment = time.gmtime(epoch_seconds)
    return f"{time.strftime('%b', moment)} {moment.tm_mday}, {moment.tm_year} {_clock(moment)}"


def _clock(moment: time.struct_time) -> str:
    return f"{(moment.tm_hour % 12) or 12}:{time.strftime('%M:%S %p', moment)}"
