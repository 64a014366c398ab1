"""What a function is told by its stack: one typed model, written at synth and read at run time."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from lambdas.core.errors import RejectError

PREFIX = "GATEHOUSE_"


class FunctionSettings(BaseModel):
    """The environment of one function. A function is given only what it needs; the rest stays empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    management_account_id: str = ""
    table_name: str = ""
    bus_name: str = ""
    topic_arn: str = ""
    quarantine_policy_ids: str = ""
    """Of the quarantine's policies, in their order, with commas between."""
    webhook_secret_arn: str = ""
    schedule_group: str = ""
    schedule_role_arn: str = ""
    accounts_queue_arn: str = ""
    workers_queue_arn: str = ""
    sweep_queue_arn: str = ""
    audit_queue_arn: str = ""
    break_glass_queue_arn: str = ""
    accounts_queue_url: str = ""
    sweep_queue_url: str = ""
    workers_queue_url: str = ""
    audit_queue_url: str = ""
    drill_queue_url: str = ""
    drill_inbox_url: str = ""
    last_resort_topic_arn: str = ""
    home_region: str = ""
    edge_regions: str = ""
    """Of the edges, with commas between."""
    lane: str = ""
    dead_letters_url: str = ""

    def to_environment(self) -> dict[str, str]:
        """The variables to set on the function: GATEHOUSE_TABLE_NAME and so on, empty ones left out."""
        return {PREFIX + name.upper(): value for name, value in self.model_dump().items() if value}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the variables back; an unknown GATEHOUSE_ variable is an error, since a typing mistake would be one."""
        found = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            raise RejectError(f"the function's environment is not what this code expects: {error}") from error
