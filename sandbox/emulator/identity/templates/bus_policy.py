"""AWS::Events::EventBusPolicy."""

# ruff: noqa: SLF001  (ministack keeps the policies in a private table)

from typing import Any

from ministack.services import eventbridge

from sandbox.emulator.identity.templates.types import Made, Properties


class BusPolicyType:
    """One statement of a bus's policy, whole (`Statement`) or in parts (`Action`, `Principal`, `Condition`).

    `Ref` is `<bus>|<statement id>`; a bus that is not there fails the stack.
    """

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Add the statement, in the place of one with the same id."""
        bus, statement_id = properties.get("EventBusName", "default"), properties["StatementId"]
        eventbridge._ensure_default_bus()
        if bus not in eventbridge._event_buses:
            raise ValueError(f"Event bus {bus} does not exist.")
        _write(bus, statement_id, [{**_statement(properties, bus), "Sid": statement_id}])
        return f"{bus}|{statement_id}", {}

    def update(self, physical_id: str, _old: Properties, new: Properties, stack: str) -> Made:
        """Write the new statement; under another id or bus the old one goes."""
        made = self.create("", new, stack)
        if made[0] != physical_id:
            self.delete(physical_id, new)
        return made

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Take the statement out."""
        bus, _, statement_id = physical_id.partition("|")
        _write(bus, statement_id, [])


def _statement(properties: Properties, bus: str) -> dict[str, Any]:
    whole = properties.get("Statement")
    if whole:
        return dict(whole)
    statement = {
        "Effect": "Allow",
        "Principal": properties["Principal"],
        "Action": properties["Action"],
        "Resource": eventbridge._event_buses[bus]["Arn"],
    }
    return statement | ({"Condition": properties["Condition"]} if properties.get("Condition") else {})


def _write(bus: str, statement_id: str, new: list[dict[str, Any]]) -> None:
    policy = eventbridge._event_bus_policies.get(bus) or {"Version": "2012-10-17", "Statement": []}
    kept = [statement for statement in policy["Statement"] if statement.get("Sid") != statement_id]
    eventbridge._event_bus_policies[bus] = {**policy, "Statement": [*kept, *new]}
