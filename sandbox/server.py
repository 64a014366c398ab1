"""The sandbox's one process: ministack, joined by the identity services, on loopback, with IAM enforced.

Run by `sandbox.supervisor` as `python -m sandbox.server --port N`, under an environment that it has cleaned.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
from importlib.metadata import version
from typing import Any

from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

MINISTACK = "1.5.33"
WRONG_VERSION = 70
OK = 200


def main() -> None:
    """Serve until SIGTERM or SIGINT, or until the parent is gone."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.server")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--with-parent", metavar="FOLDER", help="end when standard input closes, and remove this folder at the end"
    )
    arguments = parser.parse_args()
    _check_version(version("ministack"))
    _set_environment(arguments.port)
    asyncio.run(_serve(with_parent=arguments.with_parent is not None))
    if arguments.with_parent:
        shutil.rmtree(arguments.with_parent, ignore_errors=True)


def _check_version(found: str) -> None:
    """The patches reach into ministack's private functions: they are known to fit one version."""
    if found != MINISTACK:
        sys.stderr.write(
            f"The sandbox needs ministack {MINISTACK}, and {found} is installed. Run `make setup`; to move to another "
            "version, change MINISTACK in sandbox/server.py and see that `pytest tests/sandbox` passes.\n"
        )
        sys.exit(WRONG_VERSION)


def _set_environment(port: int) -> None:
    """What ministack reads when it is imported. Nothing listens on any address but loopback."""
    os.environ.update(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        AUTH="true",
        MINISTACK_ACCOUNT_ID=MANAGEMENT_ACCOUNT_ID,
        MINISTACK_REGION=HOME_REGION,
    )


async def _serve(*, with_parent: bool) -> None:
    from hypercorn.asyncio import serve  # noqa: PLC0415 - after the environment is set, as everything of ministack
    from hypercorn.config import Config  # noqa: PLC0415

    application = _make_application()
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.graceful_timeout = 1
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if with_parent:
        # The parent holds the other end and writes nothing: there is something to read when it is gone.
        loop.add_reader(sys.stdin, stop.set)
    await serve(application, config, shutdown_trigger=stop.wait)


def _make_application() -> Any:
    from ministack.app import app as ministack_app  # noqa: PLC0415

    from sandbox.emulator import authorization, control, patches  # noqa: PLC0415
    from sandbox.emulator.identity import install  # noqa: PLC0415

    install()
    patches.apply_all()
    authorization.apply()
    control.register_routes()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/_local/"):
            await _answer(control.answer(scope["path"], await _read(receive)), send)
            return
        if scope["type"] == "http":
            # Requests come over plain HTTP; AWS is only reachable over TLS, and policies ask for aws:SecureTransport.
            scope = {**scope, "headers": [*scope["headers"], (b"x-forwarded-proto", b"https")]}
        await ministack_app(scope, receive, send)

    return application


async def _read(receive: Any) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _answer(answer: tuple[int, dict[str, Any]], send: Any) -> None:
    status, document = answer
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(document).encode()})


if __name__ == "__main__":
    main()
