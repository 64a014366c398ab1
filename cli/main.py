"""`gatehouse`: the command line."""

import sys

import typer

from sandbox import commands as sandbox
from sandbox.supervisor import SandboxError

FAILED, BAD_USAGE, INTERRUPTED = 1, 64, 130

app = typer.Typer(
    name="gatehouse",
    help="The access lifecycle of AWS IAM Identity Center.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(sandbox.app, name="sandbox")


@app.callback()
def gatehouse() -> None:
    """Works on the account that your AWS credentials and AWS_ENDPOINT_URL point at."""


def main() -> None:
    """Run one command. Bad usage is 64 (sysexits.h), so that 2 can mean what a command says it means."""
    try:
        status = app(standalone_mode=False)
    except typer.TyperException as error:
        _end(f"{error}\nTry 'gatehouse --help'.", BAD_USAGE)
    except typer.Abort:
        _end("Interrupted.", INTERRUPTED)
    except SandboxError as error:
        _end(str(error), FAILED)
    sys.exit(status or 0)


def _end(message: str, status: int) -> None:
    sys.stderr.write(f"{message}\n")
    sys.exit(status)
