"""Where Gatehouse is, or will be: what every reader begins with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.deployment import find_outputs
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated
from lambdas.core.errors import RejectError
from lambdas.core.names import EDGE_STACK
from lambdas.core.policy import Policy
from lambdas.core.rules import Regions

CDK_FILE = Path("cdk.json")


@dataclass(frozen=True, slots=True)
class Site:
    """`region` is the shell's, `outputs` are those of the home stack, and `context` is what cdk.json says."""

    region: str
    policy: Policy
    now: datetime
    outputs: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        """The account Gatehouse is deployed in; empty where it is not."""
        return self.outputs.get("TopicArn", "::::").split(":")[4]

    def edge_stacks(self) -> dict[str, str]:
        """Region -> name of the stack that forwards from there: as deployed, and as cdk.json asks for."""
        deployed = self.outputs.get("EdgeRegions", Regions.GLOBAL)
        asked = _split(deployed) | _split(self.context.get("break_glass_regions", ()))
        return {region: _stack_name(region) for region in sorted(asked - {self.region})}

    def listened_in(self) -> tuple[str, ...]:
        """The home Region, and each that events are forwarded from."""
        return (self.region, *self.edge_stacks())


def find_site(policy: Policy) -> Site:
    """What the shell, CloudFormation and cdk.json say. Nothing has to be deployed."""
    with translated("aws", "configuration"):
        region = str(make_client("sts").meta.region_name)
    return Site(region, policy, datetime.now(UTC), find_outputs() or {}, read_context(CDK_FILE))


def read_context(file: Path) -> dict[str, Any]:
    """The context of a cdk.json; empty where there is no such file. Raises RejectError for one that is no JSON."""
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8")).get("context", {})
    except (ValueError, AttributeError) as error:
        raise RejectError(f"{file}: not the JSON object that the CDK writes: {error}") from error
    return dict(found)


def _split(told: Any) -> set[str]:
    """A list, or its values with commas between; the word none stands for an empty one."""
    values = told.split(",") if isinstance(told, str) else told
    return {str(value).strip() for value in values} - {"", "none"}


def _stack_name(region: str) -> str:
    return EDGE_STACK if region == Regions.GLOBAL else f"{EDGE_STACK}-{region}"
