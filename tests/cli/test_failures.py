"""What goes wrong on the way ends as one clear line and status 1, never as a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.cloud import Cloud
from tests.cli.conftest import Run
from tests.cli.files import write_policy
from tests.cli.organizations import POLICY

COMMANDS = [
    ["plan"],
    ["apply", "--yes"],
    ["explain", "--group", "Ops", "--account", "123412341234"],
    ["import", "--force"],
    ["held"],
    ["sweep"],
    ["redrive", "accounts"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("missing", "said"), [("AWS_DEFAULT_REGION", "You must specify a region"), ("AWS_ACCESS_KEY_ID", "credentials")]
)
def test_a_shell_that_is_not_set_up(
    run_in: Callable[..., Run], grown: Cloud, command: list[str], missing: str, said: str
):
    """No Region or no credentials is said before anything is read."""
    told = {name: value for name, value in grown.environment.items() if name != missing}
    if missing == "AWS_ACCESS_KEY_ID":
        del told["AWS_SECRET_ACCESS_KEY"]
    write_policy()
    ended = run_in(told)(*command)
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err.splitlines()[-1]


def test_an_account_that_may_not_ask(run_in: Callable[..., Run], grown: Cloud):
    """A member account's credentials end with what AWS says to them."""
    write_policy()
    ended = run_in({**grown.environment, "AWS_ACCESS_KEY_ID": grown.accounts["dev-000"]})("plan", "--stateless")
    assert (ended.status, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_to(run: Run, team: str):
    """A plan that cannot be kept where it was asked for is a failure."""
    write_policy()
    ended = run("plan", "--stateless", "--out", "nowhere/plan.json")
    assert (ended.status, ended.err) == (1, "nowhere/plan.json: No such file or directory\n")


def test_the_command_that_is_installed(grown: Cloud, tmp_path: Path):
    """In a process of its own: its answer on stdout, its status, and nothing else."""
    (tmp_path / "access.yaml").write_text(POLICY)
    command = [Path(sys.executable).with_name("gatehouse"), "plan", "--stateless", "--json"]
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env={**kept, **grown.environment}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{\n  "fingerprint": ')


@pytest.mark.parametrize(
    "command",
    [["held"], ["approve", "0123456789ab"], ["sweep"], ["redrive", "workers"]],
    ids=lambda command: command[0],
)
def test_where_nothing_is_deployed(run_in: Callable[..., Run], grown: Cloud, command: list[str]):
    """Without the stack there is nobody to ask: one line that says what to do, and status 1."""
    ended = run_in(grown.environment)(*command)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("Gatehouse is not deployed here: ")


def test_a_lane_that_there_is_not(run_in: Callable[..., Run], grown: Cloud):
    """Dead letters of no lane: bad usage, with the lanes there are, before AWS is asked."""
    ended = run_in(grown.environment)("redrive", "acounts")
    assert (ended.status, ended.out) == (64, "")
    assert "expected one of accounts, workers, sweep, audit, break-glass, undelivered" in ended.err
