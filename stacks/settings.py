"""The deployment's settings: CDK context, from cdk.json or `-c name=value`, as one checked model."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from lambdas.core.coverage import GLOBAL_REGION
from lambdas.core.setting_texts import FROM_AWS, PLACEHOLDER
from stacks.log_group import RETENTIONS
from stacks.target import Target

# What is expected and how to find it, in the words of the message that asks for it.
EXPECTED = {
    **FROM_AWS,
    "target": "the functions' Python and processor, such as python3.13-arm64 or python3.13-x86_64",
    "alert_emails": "a list of e-mail addresses; with -c: separated by commas",
    "policy": "the path of the policy file, such as access.yaml",
    "kms_key_arn": "empty, or the ARN of a KMS key in the home Region: arn:aws:kms:eu-central-1:111122223333:key/...",
    "break_glass_regions": "a list of Regions, such as us-east-2, eu-north-1; with -c: separated by commas",
    "members": "true or false: whether a StackSet brings the watch over break glass into the member accounts",
    "log_retention_days": f"one of {', '.join(str(days) for days in RETENTIONS)}",
}


class SettingsError(Exception):
    """The settings are not usable: the message has one line for each, with where it stands and what is expected."""


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.startswith("["):
        return json.loads(value)
    return [part.strip() for part in value.split(",") if part.strip()]


Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
Region = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]

# Where AWS reports sign-ins at the console of root and of IAM users, wherever they are (CloudTrail User Guide, "AWS
# Management Console sign-in events").
SIGN_IN_REGIONS = ("us-east-1", "us-east-2", "us-west-2", "eu-north-1", "ap-southeast-2")


class DeploymentSettings(BaseModel):
    """Where Gatehouse is deployed and for which organization."""

    model_config = ConfigDict(frozen=True)

    home_region: Region
    management_account_id: str = Field(pattern=r"^\d{12}$")
    organization_id: str = Field(pattern=r"^o-[a-z0-9]{10,32}$")
    root_id: str = Field(pattern=r"^r-[a-z0-9]{4,32}$")
    instance_arn: str = Field(pattern=r"^arn:aws(-[a-z]+)*:sso:::instance/(sso)?ins-[a-zA-Z0-9.-]{16}$")
    target: str = "python3.13-arm64"
    alert_emails: Annotated[tuple[Email, ...], BeforeValidator(_split)] = ()
    break_glass_regions: Annotated[tuple[Region, ...], BeforeValidator(_split)] = SIGN_IN_REGIONS
    members: bool = True
    policy: str = Field(default="access.yaml", min_length=1)
    log_retention_days: int = 365
    kms_key_arn: str = Field(default="", pattern=r"^(arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key/[a-zA-Z0-9-]+)?$")

    @field_validator("target")
    @classmethod
    def _check_target(cls, value: str) -> str:
        Target.parse(value)
        return value

    @field_validator("log_retention_days")
    @classmethod
    def _check_retention(cls, value: int) -> int:
        if value not in RETENTIONS:
            raise ValueError("CloudWatch Logs knows no such retention")
        return value

    @property
    def edge_regions(self) -> tuple[str, ...]:
        """The Regions whose events are sent home. us-east-1 always is one: what is global is reported there only."""
        return tuple(sorted({GLOBAL_REGION, *self.break_glass_regions} - {self.home_region}))

    @property
    def default_bus_arn(self) -> str:
        """The bus of the home Region where all events come together."""
        return f"arn:{self.partition}:events:{self.home_region}:{self.management_account_id}:event-bus/default"

    @property
    def instance_id(self) -> str:
        """The last part of the instance's ARN: ssoins-..."""
        return self.instance_arn.rpartition("/")[2]

    @property
    def partition(self) -> str:
        """The AWS partition the instance is in: aws, aws-us-gov, ..."""
        return self.instance_arn.split(":")[1]


def read_settings(context: Mapping[str, Any]) -> DeploymentSettings:
    """The settings in the app's whole CDK context. Raises SettingsError that names every one that is wrong."""
    given = {name: value for name, value in context.items() if name in DeploymentSettings.model_fields}
    problems = _find_typos(context)
    try:
        settings = DeploymentSettings.model_validate({k: v for k, v in given.items() if v != PLACEHOLDER})
    except ValidationError as error:
        wrong = dict.fromkeys(str(found["loc"][0]) for found in error.errors())
        problems = [_describe(name, given.get(name)) for name in wrong] + problems
        raise SettingsError(_message(problems)) from error
    if problems:
        raise SettingsError(_message(problems))
    return settings


def read_file(path: Path) -> bytes:
    """The policy file. Raises SettingsError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"policy: cannot read {path}: {error.strerror}") from error


def _describe(name: str, value: object) -> str:
    wrong = "is not set" if value in (None, PLACEHOLDER) else f"is {json.dumps(value)}"
    return f"{name} {wrong}; expected {EXPECTED[name]}"


def _find_typos(context: Mapping[str, Any]) -> list[str]:
    """Context keys that are no setting, but nearly one. Others belong to CDK or to somebody else."""
    known = list(DeploymentSettings.model_fields)
    near = {name: get_close_matches(name, known, n=1, cutoff=0.8) for name in context if name not in known}
    return [f"{name} is no setting; did you mean {found[0]}?" for name, found in near.items() if found]


def _message(problems: list[str]) -> str:
    return "\n".join(['cdk.json, "context" (or -c name=value):', *(f"  {problem}" for problem in problems)])
