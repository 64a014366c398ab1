"""The options that several commands have, each said once."""

import re
from pathlib import Path
from typing import Annotated

import typer

ACCOUNT_ID = re.compile(r"\d{12}")
POLICY_FILE = Path("access.yaml")


def check_account_id(account_id: str) -> str:
    """The id itself; bad usage when it has not 12 digits."""
    if not ACCOUNT_ID.fullmatch(account_id):
        raise typer.BadParameter(f"expected an account id of 12 digits, found '{account_id}'")
    return account_id


def check_account_ids(account_ids: list[str] | None) -> list[str]:
    """Each of them checked."""
    return [check_account_id(account_id) for account_id in account_ids or []]


PolicyFile = Annotated[Path, typer.Option("--policy", metavar="FILE", help="The policy.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout; messages go to stderr.")]
Accounts = Annotated[
    list[str] | None,
    typer.Option("--account", metavar="ID", callback=check_account_ids, help="Only this account; may be repeated."),
]
Stateless = Annotated[
    bool,
    typer.Option("--stateless", help="Say that there is no memory: rules that the policy had before are not known."),
]
