"""`gatehouse`: the command line."""

import sys

import typer

from cli import policy
from cli.apply import apply
from cli.certificate import certificate
from cli.check_event import check_event
from cli.doctor.command import doctor
from cli.drill import drill
from cli.explain import explain
from cli.held import approve, held
from cli.import_access import import_
from cli.incidents import acknowledge, incidents
from cli.init.command import init
from cli.messages import say
from cli.offboard import offboard
from cli.plan import plan
from cli.redrive import redrive_
from cli.release import release
from cli.report.command import report
from cli.statuses import Status
from cli.sweep import sweep
from lambdas.core.errors import GatehouseError
from sandbox import commands as sandbox
from sandbox.supervisor import SandboxError

app = typer.Typer(
    name="gatehouse",
    help="The access lifecycle of AWS IAM Identity Center.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(init)
app.command()(plan)
app.command()(apply)
app.command()(explain)
app.command()(held)
app.command()(approve)
app.command()(sweep)
app.command()(check_event)
app.command()(doctor)
app.command()(report)
app.command()(incidents)
app.command()(acknowledge)
app.command()(drill)
app.command()(offboard)
app.command()(release)
app.command("redrive")(redrive_)
app.command()(certificate)
app.command("import")(import_)
app.add_typer(policy.app, name="policy")
app.add_typer(sandbox.app, name="sandbox")


@app.callback()
def gatehouse() -> None:
    """Works on the account that your AWS credentials and AWS_ENDPOINT_URL point at."""


def main() -> None:
    """Run one command; what it ends with is a status and, when it could not do its work, one clear line."""
    sys.exit(_run())


def _run() -> int:
    try:
        return app(standalone_mode=False) or Status.DONE
    except typer.TyperException as error:
        say(f"{error.format_message()}\nTry 'gatehouse --help'.")
        return Status.BAD_USAGE
    except typer.Abort:
        say("Interrupted.")
        return Status.INTERRUPTED
    except (GatehouseError, SandboxError) as error:
        say(str(error))
        return Status.FAILED
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}")
        return Status.FAILED
