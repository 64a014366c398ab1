"""`gatehouse`: the command line."""

import sys

import typer

from sandbox import commands as sandbox

BAD_USAGE = 64
INTERRUPTED = 130

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
    """Run one command; bad usage is 64, as sysexits.h has it."""
    try:
        status = app(standalone_mode=False)
    except typer.TyperException as error:
        error.show()
        sys.exit(BAD_USAGE)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    sys.exit(status or 0)
