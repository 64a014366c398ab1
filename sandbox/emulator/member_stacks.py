"""Stacks in accounts of the organization, as StackSets makes them: ministack's own stacks, in each account's scope."""

# ruff: noqa: SLF001  (ministack's operations on stacks are private)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from ministack.core.responses import request_scope
from ministack.services import cloudformation
from ministack.services.cloudformation import handlers, helpers

Place = tuple[str, str]  # account id, Region
Form = dict[str, list[str]]
NOTHING_TO_DO = "No updates are to be performed."


@dataclass(frozen=True)
class Template:
    """What is deployed: the text of a template, its parameters by name, and what it may make."""

    body: str
    parameters: tuple[tuple[str, str], ...] = ()
    capabilities: tuple[str, ...] = ()

    def form(self, stack_name: str) -> Form:
        """A request for a stack of this template."""
        form: Form = {"StackName": [stack_name], "TemplateBody": [self.body]}
        for number, (key, value) in enumerate(self.parameters, start=1):
            form[f"Parameters.member.{number}.ParameterKey"] = [key]
            form[f"Parameters.member.{number}.ParameterValue"] = [value]
        return form | _members("Capabilities", self.capabilities)


def read_template(properties: dict[str, Any]) -> Template:
    """The template of a StackSet's properties, from where the caller may read; raises ValueError with AWS's words."""
    sources = ("TemplateBody", "TemplateURL")
    body, refusal = helpers._resolve_template({name: [properties[name]] for name in sources if properties.get(name)})
    if refusal:
        raise ValueError(_message(refusal))
    given = properties.get("Parameters", [])
    parameters = tuple((one["ParameterKey"], str(one["ParameterValue"])) for one in given)
    return Template(body, parameters, tuple(properties.get("Capabilities", ())))


def create_stack(place: Place, stack_name: str, template: Template) -> None:
    """Begin to make the stack there; what is wrong with the template raises ValueError."""
    _call(place, handlers._create_stack, template.form(stack_name))


def update_stack(place: Place, stack_name: str, template: Template) -> None:
    """Begin to bring the stack there to a template; one that has it already stays."""
    _call(place, handlers._update_stack, template.form(stack_name))


def delete_stack(place: Place, stack_name: str) -> None:
    """Begin to delete the stack there."""
    _call(place, handlers._delete_stack, {"StackName": [stack_name]})


def stack_exists(place: Place, stack_name: str) -> bool:
    """Whether the stack is there and is not deleted."""
    with request_scope(*place):
        found = cloudformation._stacks.get(stack_name)
    return found is not None and found["StackStatus"] != "DELETE_COMPLETE"


def _call(place: Place, operation: Any, form: Form) -> None:
    with request_scope(*place):
        answer = operation(form)
    if answer[0] >= 400 and NOTHING_TO_DO not in _message(answer):  # noqa: PLR2004  (HTTP's own border)
        raise ValueError(f"{place[0]} {place[1]}: {_message(answer)}")


def _message(answer: tuple[int, dict[str, str], bytes]) -> str:
    return next((part.text or "" for part in ET.fromstring(answer[2]).iter() if part.tag.endswith("Message")), "")  # noqa: S314 - ministack's own


def _members(name: str, values: Sequence[str]) -> Form:
    return {f"{name}.member.{number}": [value] for number, value in enumerate(values, start=1)}
