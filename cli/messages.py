"""What a command says beside its answer: on stderr, so that stdout holds the answer and nothing else."""

import json
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import typer

from cli.statuses import Status


def say(message: str) -> None:
    """One line for the person in front of the terminal."""
    sys.stderr.write(f"{message}\n")


def end(message: str, status: Status) -> NoReturn:
    """Say why, and end the command."""
    say(message)
    raise typer.Exit(status)


def answer(document: Mapping[str, Any]) -> None:
    """The one JSON document on stdout."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
