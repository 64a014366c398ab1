"""How every client is made: adaptive retries pace calls to what AWS grants, and a dead connection ends soon."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# Adaptive mode slows down on throttles, client by client (botocore, "Retries"); five attempts, then the lane's own
# patience takes over: a scope that cannot be finished comes back by schedule.
CONFIG = Config(
    retries={"mode": "adaptive", "max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    user_agent_extra="gatehouse",
)


@cache
def make_client(service: str) -> Any:
    """One client for each service, kept while the function is warm."""
    return boto3.client(service, config=CONFIG)  # type: ignore[call-overload]
