"""How every client is made: adaptive retries pace calls to what AWS grants, and a dead connection ends soon."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from lambdas.aws.pace import set_pace
from lambdas.aws.tally import TALLY

# Adaptive mode slows down on throttles, client by client (botocore, "Retries"); five attempts, then the lane's own
# patience takes over: a scope that cannot be finished comes back by schedule.
CONFIG = Config(
    retries={"mode": "adaptive", "max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    user_agent_extra="gatehouse",
)


@cache
def make_client(service: str, calls_per_second: float = 0, region: str = "") -> Any:
    """One client for each service, kept while the function is warm; no faster than that many calls, where given.

    Without a Region it is that of the function, or of the shell.
    """
    client = boto3.client(service, region_name=region or None, config=CONFIG)  # type: ignore[call-overload]
    TALLY.watch(client)
    if calls_per_second:
        set_pace(client, calls_per_second)
    return client
