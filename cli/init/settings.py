"""Which settings AWS tells, and what becomes of those that stand in cdk.json."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cli.doctor.check import Check, problem, warning
from cli.doctor.checks.instances import InstanceFacts
from cli.doctor.checks.organization import OrganizationFacts
from lambdas.core.setting_texts import FROM_AWS, PLACEHOLDER

NAME = "settings"


@dataclass(frozen=True, slots=True)
class Chosen:
    """`context` is what cdk.json is to say, `written` what is new in it, `kept` name -> what AWS says instead."""

    context: dict[str, Any]
    written: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def make_settings(organization: OrganizationFacts, instances: InstanceFacts) -> dict[str, str]:
    """Setting -> value, of those that could be read. Without an instance here this may not be the home Region."""
    found = {
        "management_account_id": organization.management_account_id,
        "organization_id": organization.id,
        "root_id": organization.root_id,
    }
    instance = instances.organizations()
    if instance is not None:
        found |= {"home_region": instance.region, "instance_arn": instance.arn}
    return {name: value for name, value in found.items() if value}


# in cdk.json          AWS says    what is done
# nothing, FILL-IN     a value     written
# a value              the same    nothing
# a value              another     whoever may overwrite is asked
def choose(context: Mapping[str, Any], found: Mapping[str, str], may_overwrite: Callable[[str], bool]) -> Chosen:
    """The context with what was found. `may_overwrite` is asked once for each value that would be lost."""
    written: dict[str, str] = {}
    kept: dict[str, str] = {}
    for name, value in found.items():
        before = context.get(name, PLACEHOLDER)
        if before == value:
            continue
        if before == PLACEHOLDER or may_overwrite(f"{name} is {before}; AWS says {value}. Overwrite?"):
            written[name] = value
        else:
            kept[name] = value
    return Chosen({**context, **written}, written, kept)


def check_settings(chosen: Chosen, file: str) -> Iterator[Check]:
    """What a deploy would still lack, and what was left as it was."""
    for name, expected in FROM_AWS.items():
        if chosen.context.get(name, PLACEHOLDER) == PLACEHOLDER:
            yield problem(NAME, f"{name} is not set", file, next_step=f"expected {expected}")
    for name, value in chosen.kept.items():
        yield warning(
            NAME, f"{name} was kept as it is; AWS says {value}", file, next_step="gatehouse init --yes overwrites it"
        )
    if not chosen.context.get("alert_emails"):
        yield warning(
            NAME,
            "alert_emails is empty: alarms and messages reach nobody",
            file,
            next_step="write the addresses of people who are on call into it, before the first deploy",
        )
