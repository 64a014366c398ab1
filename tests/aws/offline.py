"""Clients with made-up credentials whose endpoint nobody listens on: what is not stubbed cannot leave this machine."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.stub import Stubber

NOBODY_LISTENS = "http://127.0.0.1:9"


@cache
def _session() -> boto3.Session:
    return boto3.Session(aws_access_key_id="none", aws_secret_access_key="none", region_name="eu-north-1")


def make_offline_client(service: str) -> Any:
    """One call, one attempt."""
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=1)
    return _session().client(service, endpoint_url=NOBODY_LISTENS, config=config)


def add_pages(stubber: Stubber, method: str, member: str, pages: list[list[Any]], **expected: Any) -> None:
    """One answer for each page; all but the last carry a token, and the next call must bring it."""
    for number, items in enumerate(pages):
        answer: dict[str, Any] = {member: items}
        if number < len(pages) - 1:
            answer["NextToken"] = f"after-{number}"
        token = {"NextToken": f"after-{number - 1}"} if number else {}
        stubber.add_response(method, answer, {**expected, **token})
