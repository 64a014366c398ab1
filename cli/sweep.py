"""`gatehouse sweep`: have the deployed Gatehouse look at everything now."""

import uuid
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.deployment import find_deployment
from cli.messages import say
from cli.ports import CommandLinePorts
from lambdas.core.scopes import Scope
from lambdas.core.signals import AUDIT_DUE, SWEEP_DUE, Signal, make_wake

Deep = Annotated[bool, typer.Option("--deep", help="Every assignment of every account: slow, and finds the unmanaged.")]


def sweep(*, deep: Deep = False) -> None:
    """Look at the whole organization now, as every night; or deep, as every week."""
    ports = CommandLinePorts(deployed=find_deployment())
    kind, lane = (AUDIT_DUE, "audit") if deep else (SWEEP_DUE, "sweep")
    signal = Signal(kind, Scope(everything=True), f"asked-{uuid.uuid4()}", datetime.now(UTC).isoformat())
    ports.lanes.send(lane, make_wake(signal))
    say(f"Asked for: the record stands under account#* in the state table, event {signal.event_id}.")
