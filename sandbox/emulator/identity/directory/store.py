"""The identity store's records: users and groups with their unique attributes, and who is in which group."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ministack.core.iam_evaluator import caller_arn

from sandbox.emulator.identity.center.instance import STORE_ARN, STORE_ID
from sandbox.emulator.identity.wire.errors import AwsError

Record = dict[str, Any]
UniqueKeys = Callable[[Record], Iterable[tuple[str, str]]]


def check_store(payload: Record) -> None:
    """Raise ResourceNotFoundException for an identity store that is not this one, given by id or ARN."""
    if payload["IdentityStoreId"] not in (STORE_ID, STORE_ARN):
        raise not_found("IDENTITY_STORE", payload["IdentityStoreId"])


def not_found(kind: str, resource_id: str) -> AwsError:
    """The error for a resource that does not exist, in Identity Store's words."""
    return AwsError("ResourceNotFoundException", f"{kind} not found.", ResourceType=kind, ResourceId=resource_id)


def new_id() -> str:
    """As Identity Center makes them: the store's ten digits, then a UUID."""
    return f"{STORE_ID.removeprefix('d-')}-{uuid.uuid4()}"


def bare_id(id_or_arn: str) -> str:
    """A resource id, where AWS takes an id or an ARN."""
    return id_or_arn.rpartition("/")[2]


def stamped(record: Record) -> Record:
    """The record with who changed it last and when, which is also its creation if it is new."""
    now, who = time.time(), caller_arn()
    return {"CreatedAt": now, "CreatedBy": who, **record, "UpdatedAt": now, "UpdatedBy": who}


class Records:
    """Records of one kind by id, found also by their unique attributes, which no two records share."""

    def __init__(self, kind: str, unique_keys: UniqueKeys) -> None:
        self._kind = kind
        self._unique_keys = unique_keys
        self._by_id: dict[str, Record] = {}
        self._id_by_key: dict[tuple[str, str], str] = {}

    def __contains__(self, resource_id: str) -> bool:
        return resource_id in self._by_id

    def all(self) -> dict[str, Record]:
        """Every record, by id."""
        return self._by_id

    def find(self, id_or_arn: str) -> Record:
        """The record, or ResourceNotFoundException."""
        found = self._by_id.get(bare_id(id_or_arn))
        if found is None:
            raise not_found(self._kind, id_or_arn)
        return found

    def find_id(self, key: tuple[str, str]) -> str | None:
        """The id of the record with this unique attribute, as its `unique_keys` spell it."""
        return self._id_by_key.get(key)

    def put(self, resource_id: str, record: Record) -> Record:
        """Add or replace a record under a new revision; a unique attribute of another's raises ConflictException."""
        for key in self._unique_keys(record):
            if self._id_by_key.get(key, resource_id) != resource_id:
                raise AwsError("ConflictException", f"Duplicate {key[0]}", Reason="UNIQUENESS_CONSTRAINT_VIOLATION")
        revision = int(self._by_id.get(resource_id, {}).get("Revision", 0)) + 1
        self._forget_keys(resource_id)
        self._by_id[resource_id] = stamped({**record, "Revision": str(revision)})
        self._id_by_key.update((key, resource_id) for key in self._unique_keys(record))
        return self._by_id[resource_id]

    def remove(self, id_or_arn: str, revision: str | None = None) -> Record:
        """Take a record out; another revision than this one raises ConflictException."""
        found = self.find(id_or_arn)
        check_revision(found, revision)
        self._forget_keys(bare_id(id_or_arn))
        return self._by_id.pop(bare_id(id_or_arn))

    def _forget_keys(self, resource_id: str) -> None:
        for key in self._keys_of(resource_id):
            self._id_by_key.pop(key, None)

    def _keys_of(self, resource_id: str) -> Iterator[tuple[str, str]]:
        if resource_id in self._by_id:
            yield from self._unique_keys(self._by_id[resource_id])


def check_revision(record: Record, revision: str | None) -> None:
    """Raise ConflictException if the request speaks of another revision than the record's."""
    if revision is not None and revision != record["Revision"]:
        raise AwsError(
            "ConflictException", "The resource was changed by another request.", Reason="CONCURRENT_MODIFICATION"
        )
