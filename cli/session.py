"""What a command begins with: the policy, whole and checked, and the ports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cli.deployment import find_outputs
from cli.messages import end, say
from cli.ports import CommandLinePorts
from cli.statuses import Status
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from policy_file import Problem, Reading, read_policy

NO_MEMORY = (
    "note: no memory of a deployed Gatehouse is read ({}); access that only a removed rule gave shows as unmanaged "
    "(--stateless says that you know)"
)


@dataclass(frozen=True, slots=True)
class Session:
    """One command's policy, and the AWS it works on."""

    policy: Policy
    ports: CommandLinePorts


def open_session(policy_file: Path, *, stateless: bool = True, with_ended: bool = False) -> Session:
    """The policy and the ports. Ends the command with 64 when the policy has mistakes, every one of them said."""
    policy = load_policy(policy_file, with_ended=with_ended)
    deployed = {} if stateless else _find_deployed()
    return Session(policy, CommandLinePorts(read_tags=policy.uses_tags(), deployed=deployed))


def _find_deployed() -> Mapping[str, str]:
    """The deployed Gatehouse, whose memory makes a plan complete; that there is none, or no way to it, is said."""
    try:
        found = find_outputs()
    except GatehouseError as error:
        say(NO_MEMORY.format(error))
        return {}
    if found is None:
        say(NO_MEMORY.format("Gatehouse is not deployed here"))
    return found or {}


def load_policy(policy_file: Path, *, with_ended: bool = False) -> Policy:
    """The policy; warnings and mistakes are said, and mistakes end the command with 64.

    An exception that is over is a mistake in a policy that is to be deployed; `with_ended` is for looking at one that
    was deployed while it still ran.
    """
    reading = read_file(policy_file, with_ended=with_ended)
    tell((*reading.problems, *reading.warnings))
    if reading.policy is None:
        end(f"{policy_file}: {len(reading.problems)} to be mended first", Status.BAD_USAGE)
    return reading.policy


def read_file(policy_file: Path, *, with_ended: bool = False) -> Reading:
    """What stands in the file; ends the command with 64 when there is none that can be read."""
    try:
        text = policy_file.read_bytes()
    except OSError as error:
        end(f"{policy_file}: cannot be read: {error.strerror}", Status.BAD_USAGE)
    today = date.min if with_ended else datetime.now(UTC).date()
    return read_policy(text, str(policy_file), today=today)


def tell(problems: Iterable[Problem]) -> None:
    """Each on a line of its own."""
    for problem in problems:
        say(str(problem))


def make_scope(account_ids: Iterable[str]) -> Scope:
    """These accounts, or the whole organization where none is named."""
    accounts = frozenset(account_ids)
    return Scope(accounts, everything=not accounts)
