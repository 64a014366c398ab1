"""What AWS finishes after it has answered."""

import asyncio
from collections.abc import Callable

Later = Callable[[float, Callable[[], None]], None]


def later(seconds: float, finish: Callable[[], None]) -> None:
    """Call `finish` on the server's event loop, in the context (account, Region) of the request that asked for it."""
    asyncio.get_running_loop().call_later(seconds, finish)
