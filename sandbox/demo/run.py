"""The demo from beginning to end: start, deploy, tell the stories, verify, leave nothing behind but a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from sandbox.demo import stories
from sandbox.demo.reading import Reader
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import Timeline
from sandbox.deploy import bootstrap, deploy
from sandbox.seed import grant_existing_access, seed
from sandbox.supervisor import Sandbox

LOG = Path("gatehouse-demo.log")


def run(console: Console) -> int:
    """0 when every end state is as promised, 1 otherwise."""
    begun = time.monotonic()
    timeline = Timeline(console)
    console.print(
        "[bold]Gatehouse[/]: the access lifecycle of AWS IAM Identity Center, on an AWS inside this machine\n"
    )
    with Sandbox.start(log=LOG, identity={"async_seconds": "1.0", "create_account_seconds": "1.0"}) as sandbox:
        stage = _set_up(console, sandbox, timeline)
        before = stage.reader.matrix()
        for story in (stories.new_account, stories.leaver, stories.break_glass):
            story(stage)
        console.print()
        timeline.matrix("Who has what, after", stage.reader.matrix(), before)
    return _end(console, timeline, time.monotonic() - begun)


def _set_up(console: Console, sandbox: Sandbox, timeline: Timeline) -> Stage:
    with _step(console, "an organization: 8 accounts in nested OUs, 5 groups, 12 users"):
        seeded = seed(sandbox)
    with _step(console, "cdk bootstrap and cdk deploy, with the real CDK command line"):
        bootstrap(sandbox)
        outputs = deploy(sandbox)["Gatehouse"]
    reader = Reader(sandbox, seeded)
    with _step(console, "the access these accounts already have"):
        grant_existing_access(sandbox, seeded)
    return Stage(sandbox, seeded, outputs, reader, timeline)


@contextmanager
def _step(console: Console, what: str) -> Iterator[None]:
    begun = time.monotonic()
    with console.status(what):
        yield
    console.print(f"  [green]✔[/] {what} [dim]({time.monotonic() - begun:.1f} s)[/]", highlight=False)


def _end(console: Console, timeline: Timeline, seconds: float) -> int:
    if timeline.mismatches:
        console.print(f"\n[red]{timeline.mismatches} promises were not kept.[/] The log is {LOG}.")
        return 1
    console.print(
        f"\n[green]Every promise was kept[/], read back from AWS with plain boto3. {seconds:.0f} s; log: {LOG}"
    )
    return 0
