"""Saved queries of Logs Insights, as CloudFormation makes them.

ministack knows neither the type AWS::Logs::QueryDefinition nor PutQueryDefinition. Nothing here runs a query, so the
definitions are only kept, and checked for what AWS asks of one.
"""

import uuid

from sandbox.emulator.identity.templates.types import Made, Properties, register


class QueryDefinitions:
    """AWS::Logs::QueryDefinition; its Ref and its QueryDefinitionId are the same id."""

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Keep it under a new id. Raises ValueError where AWS would refuse it."""
        _check(properties)
        definition_id = str(uuid.uuid4())
        return definition_id, {"QueryDefinitionId": definition_id}

    def update(self, physical_id: str, _old: Properties, new: Properties, _stack: str) -> Made:
        """Write it again under its id."""
        _check(new)
        return physical_id, {"QueryDefinitionId": physical_id}

    def delete(self, _physical_id: str, _properties: Properties) -> None:
        """Nothing else knows of it."""


def apply() -> None:
    """Teach CloudFormation the type."""
    register("AWS::Logs::QueryDefinition", QueryDefinitions())


def _check(properties: Properties) -> None:
    """Name and QueryString are required (CloudFormation Template Reference, AWS::Logs::QueryDefinition)."""
    missing = [name for name in ("Name", "QueryString") if not properties.get(name)]
    if missing:
        raise ValueError(f"Property {missing[0]} is required for AWS::Logs::QueryDefinition")
