"""A schedule from a template is what the template says.

AWS: every property of AWS::Scheduler::Schedule holds, and a schedule that cannot be made fails its stack
(CloudFormation reference). ministack: drops the time zone, the dates and ActionAfterCompletion, and takes a refusal for
a success.
"""

# ruff: noqa: SLF001  (ministack has no public way to change a type)

import json
from typing import Any

from ministack.services import scheduler
from ministack.services.cloudformation import provisioners

TYPE = "AWS::Scheduler::Schedule"
Properties = dict[str, Any]


def apply() -> None:
    """Look at each answer; write what was dropped."""
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    name_of, update = provisioners._physical_name, handlers["update"]

    def create(logical_id: str, properties: Properties, stack_name: str) -> Any:
        name = properties.get("Name") or name_of(stack_name, logical_id, max_len=64)
        status, _, body = scheduler._create_schedule(name, properties)
        if status >= 400:  # noqa: PLR2004  (HTTP's own border)
            raise ValueError(json.loads(body)["Message"])
        return name, {"Arn": json.loads(body)["ScheduleArn"]}

    def update_all(name: str, old: Properties, new: Properties, *rest: Any) -> Any:
        made = update(name, old, new, *rest)
        scheduler._update_schedule(made[0], new)
        return made

    handlers.update(create=create, update=update_all)
