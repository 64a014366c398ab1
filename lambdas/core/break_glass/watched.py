"""What the policy means by break glass, held against what an event names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase

from lambdas.core.break_glass.globs import fits
from lambdas.core.policy import BreakGlass

# Identity Center's role for a permission set. Its name may have underscores: it ends at the last one.
RESERVED = re.compile(r"AWSReservedSSO_(?P<permission_set>[\w+=,.@-]+)_[0-9a-f]{16}")
OWN_NAMES = ("Gatehouse*", "gatehouse")


@dataclass(frozen=True, slots=True)
class Names:
    """What ids mean, as far as somebody has looked: ARN of a permission set, id of a group or user -> its name.

    A user may have several: user name and e-mail addresses.
    """

    permission_sets: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Told(Enum):
    """Whether the policy watches it. UNKNOWN: the policy has names, the event an id, and nobody has looked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Watched:
    """The policy's section, and what its names are in AWS."""

    policy: BreakGlass
    names: Names = Names()

    def role(self, arn_or_name: str) -> bool:
        """Whether this IAM role is watched: by its name, by its ARN, or as the role of a watched permission set."""
        if _fits_iam(arn_or_name, self.policy.roles):
            return True
        reserved = RESERVED.fullmatch(arn_or_name.rpartition("/")[2])
        return bool(reserved and self.permission_set_name(reserved["permission_set"]))

    def user(self, arn_or_name: str) -> bool:
        """Whether this IAM user is watched, by its name or ARN."""
        return _fits_iam(arn_or_name, self.policy.users)

    def permission_set_name(self, name: str) -> bool:
        """Whether the permission set of this name is watched; one written as an id is, if its name is known."""
        ids = [arn for arn, known in self.names.permission_sets.items() if known == name]
        return fits(name, self.policy.permission_sets) or any(self._permission_set_id(arn) for arn in ids)

    def permission_set(self, arn: str) -> Told:
        """Whether the permission set of this ARN is watched."""
        if self._permission_set_id(arn):
            return Told.YES
        if not arn:
            return Told.UNKNOWN if self.policy.permission_sets else Told.NO
        return _by_name(
            self.names.permission_sets.get(arn), self.policy.permission_sets, self.names.permission_sets.values()
        )

    def group(self, group_id: str) -> Told:
        """Whether the group of this id is watched; a group without an id may be any."""
        if not group_id:
            return Told.UNKNOWN if self.policy.groups else Told.NO
        if group_id in self.policy.groups:
            return Told.YES
        return _by_name(self.names.groups.get(group_id), self.policy.groups, self.names.groups.values())

    def directory_user(self, user_id: str, *told: str) -> Told:
        """Whether the user of this id is watched; `told` are names the event itself gives it."""
        known = [*self.names.users.get(user_id, ()), *filter(None, told)]
        wanted = [text.casefold() for text in self.policy.directory_users]
        if (user_id and user_id.casefold() in wanted) or any(fits(name.casefold(), wanted) for name in known):
            return Told.YES
        if known:
            return Told.NO
        return Told.UNKNOWN if any(not (user_id and is_id(text)) for text in wanted) else Told.NO

    def own(self, name_or_arn: str, also: Iterable[str] = ()) -> bool:
        """Whether this is a part of Gatehouse, by the name its stacks give, or one that the policy protects besides."""
        name = _physical_name(name_or_arn)
        globs = (*OWN_NAMES, *also)
        return bool(name) and any(fnmatchcase(name, glob) or fnmatchcase(name_or_arn, glob) for glob in globs)

    def _permission_set_id(self, arn: str) -> bool:
        return bool(arn) and (
            arn in self.policy.permission_sets or arn.rpartition("/")[2] in self.policy.permission_sets
        )


def _by_name(name: str | None, globs: Iterable[str], known: Iterable[str]) -> Told:
    """By the name of an id; without one it is none of those the policy has as ids, or that are known to be others'."""
    if name is not None:
        return Told.YES if fits(name, globs) else Told.NO
    elsewhere = set(known)
    return Told.NO if all(is_id(glob) or glob in elsewhere for glob in globs) else Told.UNKNOWN


def _physical_name(name_or_arn: str) -> str:
    """The end of an ARN or a URL; of a function's ARN the part before its version."""
    return re.split(r"[:/]", name_or_arn.rpartition(":function:")[2])[0 if ":function:" in name_or_arn else -1]


def _fits_iam(arn_or_name: str, globs: Iterable[str]) -> bool:
    """By name; and a glob of an ARN by the whole ARN, or by its last part where only a name is told."""
    name = arn_or_name.rpartition("/")[2]
    wanted = [glob if arn_or_name.startswith("arn:") else last_part(glob) for glob in globs]
    return bool(name) and (fits(name, wanted) or fits(arn_or_name, wanted))


def last_part(glob: str) -> str:
    """The name at the end of the glob of an ARN; of a name, the glob itself."""
    return glob.rpartition("/")[2] if glob.startswith("arn:") else glob


def is_id(text: str) -> bool:
    """Whether the policy names something by its id or ARN: of a permission set, a group or a directory user."""
    return bool(
        re.fullmatch(r"arn:.*|ps-[0-9a-f]{16}|(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text)
    )
