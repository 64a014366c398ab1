"""How every client is made: adaptive retries pace calls to what AWS grants, and a dead connection ends soon."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from lambdas.aws.pace import set_pace

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

    `region` is this shell's or function's own unless another is given.
    """
    client = boto3.client(service, config=CONFIG, region_name=region or None)  # type: ignore[call-overload]
    if calls_per_second:
        set_pace(client, calls_per_second)
    return client
