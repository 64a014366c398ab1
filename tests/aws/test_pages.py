"""Lists are complete, or an error."""

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambdas.aws.pages import list_all
from lambdas.core.errors import RetryError


class Pages:
    """A list call that answers these pages, in order."""

    __name__ = "list_things"

    def __init__(self, *pages: Mapping[str, Any] | ClientError) -> None:
        self._pages = list(pages)
        self.asked: list[dict[str, Any]] = []

    def __call__(self, **parameters: Any) -> Mapping[str, Any]:
        self.asked.append(parameters)
        page = self._pages.pop(0)
        if isinstance(page, ClientError):
            raise page
        return page


def test_follows_every_token() -> None:
    """Items of all pages come in AWS's order, and each call repeats the parameters."""
    call = Pages({"Things": [1, 2], "NextToken": "a"}, {"Things": [3], "NextToken": "b"}, {"Things": [4]})
    assert list(list_all("shop", call, "Things", Owner="me")) == [1, 2, 3, 4]
    assert call.asked == [{"Owner": "me"}, {"Owner": "me", "NextToken": "a"}, {"Owner": "me", "NextToken": "b"}]


def test_follows_an_empty_page() -> None:
    """An empty page with a token is not the end."""
    assert list(list_all("shop", Pages({"Things": [], "NextToken": "a"}, {"Things": [1]}), "Things")) == [1]


def test_page_without_its_member() -> None:
    """A page that lacks the list is a failed read, not an empty list."""
    with pytest.raises(RetryError, match="shop:list_things answered a page without Things"):
        list(list_all("shop", Pages({"Things": [1], "NextToken": "a"}, {}), "Things"))


def test_second_page_fails() -> None:
    """A list that stops half-way is an error."""
    throttle = ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow"}}, "ListThings")
    with pytest.raises(RetryError, match="ThrottlingException"):
        list(list_all("shop", Pages({"Things": [1], "NextToken": "a"}, throttle), "Things"))


def test_page_that_leads_to_itself() -> None:
    """A token that comes back unchanged ends in an error, not in an endless loop."""
    again = {"Things": [1], "NextToken": "a"}
    with pytest.raises(RetryError, match="followed by itself"):
        list(list_all("shop", Pages(again, again, again), "Things"))
