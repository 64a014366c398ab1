"""What HR says, turned into groups; and what a mover and a leaver keep, for how long."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from lambdas.core.policy.fields import Duration, Flag, Model, OneOrMany, Text, refuse_empty


class Directory(StrEnum):
    """Who owns users and groups."""

    IDENTITY_CENTER = "identity_center"
    EXTERNAL = "external"


class OnDisabled(StrEnum):
    """What a user who is disabled in the directory means."""

    OFFBOARD = "offboard"
    REPORT = "report"


class Mover(Model):
    """A worker whose role changes."""

    overlap: Duration = timedelta(days=3)
    """How long the access of the old role stays beside that of the new one."""


class Leaver(Model):
    """A worker who leaves."""

    delete_user: Flag = False
    """Delete the user as well; only where the directory is Identity Center's own."""
    quarantine: Duration = timedelta(hours=12)
    """How long the user's id stays denied everywhere: at least the longest session."""
    on_disabled: OnDisabled = OnDisabled.REPORT
    """What a user disabled in the directory means: offboard, or report."""


GroupAttributes = Annotated[
    dict[Text, OneOrMany[Text]], BeforeValidator(refuse_empty), Field(json_schema_extra={"minProperties": 1})
]


class Workers(Model):
    """The worker lifecycle: joiner, mover, leaver."""

    directory: Directory = Directory.IDENTITY_CENTER
    """Who owns users and groups: identity_center, or external (an identity provider writes them by SCIM)."""
    groups: dict[Text, GroupAttributes] = Field(default={})
    """Group -> the attributes HR must report for a worker to be in it: every attribute, with one of its values."""
    mover: Mover = Mover()
    """A worker whose role changes."""
    leaver: Leaver = Leaver()
    """A worker who leaves."""
