"""The account selectors as written; `lambdas.core.accounts` decides which accounts they mean."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    RootModel,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.config import ConfigDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from lambdas.core.policy.fields import Model, OneOrMany, Shape, Text, refuse_empty

ALL = "all"
ROOT = "/"


@lru_cache(maxsize=4096)
def split_ou_path(path: str) -> tuple[str, ...]:
    r"""'Workloads/Dev' as ('Workloads', 'Dev'); '/' is the root itself: ().

    Organizations allows any character in an OU's name, the slash too (API: OrganizationalUnitName), so a slash that is
    part of a name is written `\/`, and a backslash `\\`. Raises ValueError for an empty name, and for a backslash
    before any other character.
    """
    if path == ROOT:
        return ()
    names, letters = [""], iter(path)
    for letter in letters:
        if letter == "/":
            names.append("")
        else:
            names[-1] += _unescaped(next(letters, "")) if letter == "\\" else letter
    if "" in names:
        raise ValueError(
            "expected OU names from the root down, such as Workloads/Dev: no slash at either end, none doubled"
        )
    return tuple(names)


def join_ou_path(names: tuple[str, ...]) -> str:
    r"""The path as access.yaml has it: the reverse of `split_ou_path`."""
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in names) or ROOT


def _unescaped(letter: str) -> str:
    if letter not in ("/", "\\"):
        raise ValueError(r"a backslash in an OU path stands only before a slash or a backslash: \/ or \\")
    return letter


def _check_ou_path(path: str) -> str:
    split_ou_path(path)
    return path


OuPath = Annotated[str, Field(min_length=1), AfterValidator(_check_ou_path)]
AccountId = Annotated[str, Shape(r"^[0-9]{12}$", "an account id of 12 digits, in quotes")]


def _refuse_nothing(written: object) -> object:
    """`not:` with its value forgotten must not mean every account."""
    if written is None:
        raise ValueError("expected a selector after not, found nothing")
    return written


class Condition(Model):
    """Keys that must all hold for an account; several values of one key mean any of them. No key at all: `all`."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    ou: OneOrMany[OuPath] = ()
    r"""OUs by their path from the root (Workloads/Dev); nested OUs included. A slash inside a name is written \/."""
    ou_only: OneOrMany[OuPath] = ()
    """OUs by their path from the root; only the accounts directly in them."""
    tag: Annotated[dict[Text, OneOrMany[str]], BeforeValidator(refuse_empty)] = Field(
        default={}, json_schema_extra={"minProperties": 1}
    )
    """Tags of the account: every key must be there with one of its values."""
    name: OneOrMany[Text] = ()
    """Account names: * stands for any text, ? for one character, [ab] for one of these. Case counts."""
    id: OneOrMany[AccountId] = ()
    """Account ids, in quotes. The management account is selected in no other way."""
    exclude: Annotated["Selector | None", BeforeValidator(_refuse_nothing)] = Field(default=None, alias="not")
    """Accounts that are left out."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: object) -> object:
        if written == ALL:
            return {}
        if isinstance(written, Mapping) and not written:
            raise ValueError("expected at least one of ou, ou_only, tag, name, id, not; every account is written: all")
        if isinstance(written, str):
            raise ValueError("expected all, or a mapping with ou, ou_only, tag, name, id or not")  # noqa: TRY004 - pydantic
        return written

    @model_serializer(mode="wrap")
    def _write(self, handler: SerializerFunctionWrapHandler) -> Any:
        return {key: value for key, value in handler(self).items() if value} or ALL


class Selector(RootModel[OneOrMany[Condition]]):
    """Which accounts are meant: `all`, a mapping (every key must hold), or a list of mappings (any of them)."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: object) -> object:
        return [written] if written == ALL or isinstance(written, Mapping | Condition) else written

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Any of these makes an account one of those meant."""
        return self.root

    def tag_keys(self) -> frozenset[str]:
        """The keys of every tag that it looks at, inside a `not` as well."""
        inner = (condition.exclude.tag_keys() for condition in self.conditions if condition.exclude is not None)
        return frozenset(key for condition in self.conditions for key in condition.tag).union(*inner)

    @classmethod
    def of(cls, written: object) -> Self:
        """The selector written so: `Selector.of({"ou": "Workloads/Dev"})`."""
        return cls.model_validate(written)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Editors complete the shorthands too: the word `all`, and a mapping that is not in a list."""
        one_or_many = handler.resolve_ref_schema(handler(core))
        one_or_many["anyOf"].insert(0, {"const": ALL})
        return one_or_many


Condition.model_rebuild()  # now that what its `not` holds exists
