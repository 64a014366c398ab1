"""Attributes of users and groups: how updates name them, how they are unique, how AWS looks one up."""

from collections.abc import Iterator
from typing import Any

from sandbox.emulator.identity.directory.store import Record, Records, not_found
from sandbox.emulator.identity.wire.errors import AwsError

_EXTENSION = "aws:identitystore:enterprise"


def user_keys(user: Record) -> Iterator[tuple[str, str]]:
    """What no two users share: UserName and e-mail address (in any case), and an external id."""
    yield "UserName", user["UserName"].lower()
    yield from (("emails.value", mail["Value"].lower()) for mail in user.get("Emails", []) if mail.get("Value"))
    yield from _external_keys(user)


def group_keys(group: Record) -> Iterator[tuple[str, str]]:
    """What no two groups share: DisplayName (in any case), and an external id."""
    if group.get("DisplayName"):
        yield "DisplayName", group["DisplayName"].lower()
    yield from _external_keys(group)


def _external_keys(record: Record) -> Iterator[tuple[str, str]]:
    yield from (("ExternalId", f"{one['Issuer']} {one['Id']}") for one in record.get("ExternalIds", []))


def find_by_alternate(records: Records, kind: str, alternate: Record) -> str:
    """The id for an AlternateIdentifier: an external id, or a unique attribute by its path."""
    found = records.find_id(_alternate_key(alternate))
    if found is None:
        raise not_found(kind, "")
    return found


def _alternate_key(alternate: Record) -> tuple[str, str]:
    if "ExternalId" in alternate:
        return "ExternalId", f"{alternate['ExternalId']['Issuer']} {alternate['ExternalId']['Id']}"
    if "UniqueAttribute" not in alternate:
        raise AwsError("ValidationException", "AlternateIdentifier is one of ExternalId, UniqueAttribute.")
    attribute = alternate["UniqueAttribute"]
    names = {"username": "UserName", "displayname": "DisplayName", "emails.value": "emails.value"}
    name = names.get(attribute["AttributePath"].lower())
    if name is None:
        raise AwsError("ValidationException", f"{attribute['AttributePath']} is not a unique attribute.")
    return name, str(attribute["AttributeValue"]).lower()


def updated(record: Record, operations: list[Record]) -> Record:
    """The record after UpdateUser's or UpdateGroup's Operations; a value that is left out removes the attribute."""
    after = dict(record)
    for operation in operations:
        _set(after, _path(operation["AttributePath"]), operation.get("AttributeValue"))
    return after


def _path(attribute_path: str) -> list[str]:
    """`name.familyName` -> Name, FamilyName; an extension's own members keep their spelling."""
    if attribute_path.startswith(_EXTENSION):
        member = attribute_path.removeprefix(_EXTENSION).removeprefix(".")
        return ["Extensions", _EXTENSION, *([member] if member else [])]
    return [_pascal(part) for part in attribute_path.split(".")]


def _set(record: Record, path: list[str], value: Any) -> None:
    *parents, last = path
    for parent in parents:
        record[parent] = dict(record.get(parent, {}))
        record = record[parent]
    if value is None:
        record.pop(last, None)
    else:
        record[last] = value if path[0] == "Extensions" else _spelled(value)


def _spelled(value: Any) -> Any:
    """An attribute's document in the spelling the API answers with: its members in Pascal case."""
    if isinstance(value, dict):
        return {_pascal(name): _spelled(member) for name, member in value.items()}
    return [_spelled(item) for item in value] if isinstance(value, list) else value


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]
