"""How ministack's CloudFormation learns a resource type."""

# ruff: noqa: SLF001  (ministack has no public way to add a type)

import json
from collections.abc import Callable
from typing import Any, Protocol

from ministack.services.cloudformation import provisioners

Properties = dict[str, Any]
Made = tuple[str, dict[str, Any]]  # physical id, attributes
Call = Callable[[str, Properties], Properties]  # an operation's name and request -> its answer


class ResourceType(Protocol):
    """The three things CloudFormation does with a resource. An error fails the stack with its text."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Make it."""

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Bring it from the old properties to the new; another physical id means it was replaced."""

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Delete it; one that is gone already is no error."""


def register(type_name: str, resource_type: ResourceType) -> None:
    """Teach ministack's CloudFormation a type."""
    provisioners._RESOURCE_HANDLERS[type_name] = {
        "create": resource_type.create,
        "update": resource_type.update,
        "delete": resource_type.delete,
    }


def as_json(document: Any) -> str:
    """A policy document as text, where a template may hold an object or text."""
    return document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
