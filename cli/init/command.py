"""`gatehouse init`: fills in cdk.json, writes a first access.yaml, and says what is missing."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.doctor.check import Check, fine, has_problem
from cli.doctor.checks.instances import check_instances
from cli.doctor.checks.organization import OrganizationFacts, check_organization
from cli.doctor.checks.trails import check_trails
from cli.doctor.families import run
from cli.doctor.readers.instances import read_instances
from cli.doctor.readers.organization import read_organization
from cli.doctor.readers.trails import read_trails
from cli.doctor.render import render
from cli.doctor.site import CDK_FILE, Site, find_site
from cli.import_access import write_import
from cli.init.cdk_file import read_cdk_file, write_cdk_file
from cli.init.settings import Chosen, check_settings, choose, make_settings
from cli.messages import answer, say
from cli.options import POLICY_FILE, AsJson
from cli.render import make_console
from cli.statuses import Status
from lambdas.core.errors import RejectError
from lambdas.core.policy import Policy

Yes = Annotated[bool, typer.Option("--yes", help="Overwrite what cdk.json and the policy file say already.")]
Out = Annotated[Path, typer.Option("--policy", metavar="FILE", help="Where to write the first policy.")]


def init(*, policy: Out = POLICY_FILE, yes: Yes = False, as_json: AsJson = False) -> None:
    """Write the settings and a first policy from what the organization has. Status 1: something must be mended."""
    document = read_cdk_file(CDK_FILE)
    site = find_site(Policy())
    organization = read_organization()
    _refuse_another_account(organization)
    instances = read_instances(site.region)
    chosen = choose(site.context, make_settings(organization, instances), _make_asking(yes=yes, may_ask=not as_json))
    if chosen.written:
        write_cdk_file(CDK_FILE, document, chosen.context)
    checks = (
        *check_organization(organization),
        *check_instances(instances),
        *run({"trail": lambda found: check_trails(read_trails(found.listened_in()))}, site),
        *check_settings(chosen, str(CDK_FILE)),
        *_write_policy(policy, site, yes=yes, is_possible=instances.organizations() is not None),
    )
    _tell(chosen, checks, as_json=as_json)
    raise typer.Exit(Status.FAILED if has_problem(checks) else Status.DONE)


def _refuse_another_account(found: OrganizationFacts) -> None:
    """Only the management account may read what the settings say."""
    if found.caller_account_id != found.management_account_id:
        raise RejectError(
            f"these credentials are of account {found.caller_account_id}; "
            f"use some of the management account, {found.management_account_id}: Gatehouse is deployed there"
        )


def _make_asking(*, yes: bool, may_ask: bool) -> Callable[[str], bool]:
    """Nobody to ask is no."""
    return lambda question: yes or (may_ask and sys.stdin.isatty() and typer.confirm(question, err=True))


def _write_policy(file: Path, site: Site, *, yes: bool, is_possible: bool) -> tuple[Check, ...]:
    """As `gatehouse import` writes it. Without an instance there is nothing to describe."""
    if not is_possible:
        return ()
    if file.exists() and not yes:
        return (fine("policy", "was kept as it is; --yes writes it anew from what AWS has", str(file)),)
    return tuple(run({"policy": lambda _: [_import(file)]}, site))


def _import(file: Path) -> Check:
    policy = write_import(file, datetime.now(UTC).date()).policy
    return fine("policy", f"{len(policy.access)} rules and {len(policy.exceptions)} exceptions written", str(file))


def _tell(chosen: Chosen, checks: tuple[Check, ...], *, as_json: bool) -> None:
    if as_json:
        answer({"written": chosen.written, "kept": chosen.kept, "checks": [check.to_document() for check in checks]})
        return
    for name, value in chosen.written.items():
        say(f"{CDK_FILE}: {name} = {value}")
    render(checks, make_console())
