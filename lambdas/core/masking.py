"""What a log line must not say of people: e-mail addresses and names."""

import re
from collections.abc import Mapping
from typing import Any

MASK = "***"
# Of an address the domain stays: it tells a contractor's or a test user's from others, and no person from another.
EMAIL = re.compile(r"[\w.!#$%&'*+^`~-]+@(?=[\w-]+(?:\.[\w-]+)+)")
# Keys whose value is a person's name, in whatever spelling: given_name, givenName, GivenName.
NAMES = frozenset(
    {
        "displayname",
        "familyname",
        "firstname",
        "formattedname",
        "fullname",
        "givenname",
        "lastname",
        "middlename",
        "nickname",
        "preferredname",
    }
)


def mask(value: Any) -> Any:
    """The same value, with every e-mail address and every name in it masked, at any depth."""
    if isinstance(value, str):
        return EMAIL.sub(f"{MASK}@", value)
    if isinstance(value, Mapping):
        return {_mask_key(key): MASK if _is_name(key) and found else mask(found) for key, found in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(found) for found in value]
    return value


def _mask_key(key: Any) -> Any:
    return mask(key) if isinstance(key, str) else key


def _is_name(key: Any) -> bool:
    return isinstance(key, str) and key.replace("_", "").replace("-", "").lower() in NAMES
