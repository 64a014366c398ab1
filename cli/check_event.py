"""`gatehouse check-event`: which rules match an event, and what would happen. No AWS is needed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from cli.event_files import make_event, read_events
from cli.messages import answer
from cli.options import POLICY_FILE, AsJson, PolicyFile
from cli.render import make_console, printable
from cli.session import load_policy
from cli.statuses import Status
from lambdas.core import break_glass, signals, workers
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.errors import RejectError
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import EventRule
from sandbox.matching import matches

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Events: from EventBridge, CloudTrail records, CloudTrail log files (.json, .json.gz)."
    ),
]


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one event. `index` is its place in the file, from 0; `error` says why there is no verdict."""

    file: Path
    index: int = 0
    name: str = ""
    rules: tuple[str, ...] = ()
    signal: Mapping[str, Any] | None = None
    finding: Mapping[str, Any] | None = None
    error: str = ""

    def to_document(self) -> dict[str, Any]:
        """As --json has it; `error` only where there is one."""
        told = {"file": str(self.file), "index": self.index, "rules": list(self.rules)}
        return {**told, "signal": self.signal, "finding": self.finding, **({"error": self.error} if self.error else {})}


def check_event(files: Files, *, policy: PolicyFile = POLICY_FILE, as_json: AsJson = False) -> None:
    """Say which rules match the events in these files, and what Gatehouse would do. Status 1: one could not be read."""
    section = load_policy(policy).break_glass
    rules = (*signals.event_rules(), *break_glass.event_rules(section), rule_watch(), *workers.event_rules())
    checked = [found for file in files for found in _check_file(file, rules, section)]
    if as_json:
        answer({"events": [found.to_document() for found in checked]})
    else:
        console = make_console()
        for found in checked:
            _render(found, console)
    raise typer.Exit(Status.FAILED if any(found.error for found in checked) else Status.DONE)


def _check_file(file: Path, rules: tuple[EventRule, ...], section: BreakGlass) -> Iterator[Checked]:
    try:
        documents = read_events(file)
    except RejectError as error:
        yield Checked(file, error=str(error))
        return
    for index, document in enumerate(documents):
        try:
            yield _check(file, index, make_event(document), rules, section)
        except RejectError as error:
            yield Checked(file, index, error=str(error))


def _check(
    file: Path, index: int, event: Mapping[str, Any], rules: tuple[EventRule, ...], section: BreakGlass
) -> Checked:
    finding = break_glass.find(event, section)
    return Checked(
        file,
        index,
        str(event["detail"].get("eventName") or event.get("detail-type") or "event"),
        tuple(rule.name for rule in rules if matches(rule.pattern, event)),
        _read_signal(event),
        finding.to_document() if finding else None,
    )


def _read_signal(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The scope this event would have looked at: accounts, or a worker."""
    try:
        signal = signals.parse_signal(event)
    except RejectError:
        return _read_worker_signal(event)
    return {"kind": signal.kind, "accounts": sorted(signal.scope.accounts), "everything": signal.scope.everything}


def _read_worker_signal(event: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        signal = workers.parse_worker_signal(event)
    except RejectError:
        return None
    return {"kind": str(event.get("detail-type") or ""), "worker": workers.signal_id(signal)}


def _render(found: Checked, console: Console) -> None:
    console.print(Text.assemble((printable(f"{found.file}[{found.index}]"), "bold"), f" {printable(found.name)}"))
    if found.error:
        console.print(Text(f"  cannot be checked: {printable(found.error)}", "red"))
        return
    console.print(Text(f"  rules: {', '.join(found.rules) or 'none, it is not looked at'}"))
    if found.signal:
        console.print(Text(printable(f"  signal: {_describe_signal(found.signal)}"), "green"))
    if found.finding:
        console.print(Text(printable(f"  finding: {_describe_finding(found.finding)}"), "yellow"))


def _describe_signal(signal: Mapping[str, Any]) -> str:
    if "worker" in signal:
        return f"{signal['kind']}, worker event {signal['worker']}"
    scope = "every account" if signal["everything"] else ", ".join(signal["accounts"]) or "no account"
    return f"{signal['kind']}, looks at {scope}"


def _describe_finding(finding: Mapping[str, Any]) -> str:
    where = f"{finding['subject_type']} {finding['subject']} in {finding['account_id']}"
    return f"{finding['kind']} ({finding['severity']}): {where}, by {finding['who']}"
