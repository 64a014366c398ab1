"""`gatehouse doctor`: what keeps this deployment from its work, and what to do about it."""

import typer

from cli.doctor.check import has_problem
from cli.doctor.families import examine
from cli.doctor.render import render
from cli.doctor.site import find_site
from cli.messages import answer
from cli.options import POLICY_FILE, AsJson, PolicyFile
from cli.render import make_console
from cli.session import load_policy
from cli.statuses import Status


def doctor(*, policy: PolicyFile = POLICY_FILE, as_json: AsJson = False) -> None:
    """Say whether this deployment is able to work. Status 1: something must be mended."""
    checks = examine(find_site(load_policy(policy, with_ended=True)))
    if as_json:
        answer({"checks": [check.to_document() for check in checks]})
    else:
        render(checks, make_console())
    raise typer.Exit(Status.FAILED if has_problem(checks) else Status.DONE)
