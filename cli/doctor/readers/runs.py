"""The state table: the last sweep and the last drill."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from cli.doctor.checks.runs import Run, RunFacts
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.ledger import DynamoLedger
from lambdas.core.signals import AUDIT_DUE

SWEEPS, DRILLS = "account#*", "drill"


def read_runs(site: Site) -> RunFacts:
    """Audits stand beside the sweeps, and are none."""
    ledger = DynamoLedger(make_client("dynamodb"), site.outputs["TableName"])
    sweeps = [record for record in ledger.list_records(SWEEPS) if record.get("signal") != AUDIT_DUE]
    return RunFacts(site.now, site.policy.break_glass.drill_every, _last(sweeps), _last(ledger.list_records(DRILLS)))


def _last(records: Iterable[Mapping[str, Any]]) -> Run | None:
    """Records come oldest first; one without a time is none of a run."""
    timed = [record for record in records if record.get("at")]
    if not timed:
        return None
    return Run(datetime.fromisoformat(str(timed[-1]["at"])), str(timed[-1].get("result", "")))
