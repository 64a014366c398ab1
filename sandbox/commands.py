"""`gatehouse sandbox up | down | demo`: the embedded AWS for a person to play with."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sandbox.home import HOME_REGION
from sandbox.supervisor import Sandbox, find_running, save_place

app = typer.Typer(help="The embedded AWS: one process on this machine.", no_args_is_help=True)
STATE = Path(typer.get_app_dir("gatehouse")) / "sandbox.json"

WHAT_TO_TRY = """\
The embedded AWS is up at {endpoint}

Point the AWS CLI, boto3 or the CDK at it:
  export AWS_ENDPOINT_URL={endpoint}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION={region}

What to try:
  aws sso-admin list-instances
  aws organizations create-account --account-name payments --email aws+payments@example.com
  aws organizations list-accounts
  python -c 'import boto3; print(boto3.client("organizations").list_roots()["Roots"])'

`gatehouse sandbox down` ends it and leaves nothing behind.
"""


@app.command()
def up(
    port: Annotated[
        int | None, typer.Option(min=1024, max=65535, help="The port on 127.0.0.1; a free one if not given.")
    ] = None,
) -> None:
    """Start the embedded AWS in the background; say where it is if it runs already."""
    sandbox = find_running(STATE)
    if sandbox is None:
        sandbox = Sandbox.start(port=port, detached=True)
        save_place(sandbox.place, STATE)
    Console(highlight=False).print(
        WHAT_TO_TRY.format(endpoint=sandbox.endpoint, region=HOME_REGION), soft_wrap=True, markup=False
    )


@app.command()
def down() -> None:
    """End the embedded AWS and everything it started."""
    sandbox = find_running(STATE)
    if sandbox is not None:
        sandbox.stop()
    STATE.unlink(missing_ok=True)
    Console().print("The embedded AWS is down." if sandbox else "The embedded AWS was not up.")


@app.command()
def demo() -> None:
    """Tell the main job as a story: a new account, a leaver, break glass. Exit status 1 if a promise is not kept."""
    from sandbox.demo.run import run  # noqa: PLC0415 - `up` and `down` need nothing of it

    raise typer.Exit(run(Console()))
