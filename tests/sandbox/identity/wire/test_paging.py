"""Pages and their tokens."""

import pytest

from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page

_ITEMS = {f"key-{n}": n for n in range(5)}


def _pages(items, size):
    answers = [page(items, {"MaxResults": size}, "Items")]
    while "NextToken" in answers[-1]:
        answers.append(page(items, {"MaxResults": size, "NextToken": answers[-1]["NextToken"]}, "Items"))
    return [answer["Items"] for answer in answers]


def test_pages_hold_everything_once():
    """The pages together are the whole, in order, and the last one has no token."""
    assert _pages(_ITEMS, 2) == [[0, 1], [2, 3], [4]]


def test_exact_fit_ends():
    """A last page that is full is still the last."""
    assert _pages(_ITEMS, 5) == [[0, 1, 2, 3, 4]]


def test_nothing_is_an_empty_page():
    """A list of nothing is an empty page without a token."""
    assert page({}, {}, "Items") == {"Items": []}


def test_deletion_between_pages_hides_nothing():
    """An item of the first page that is deleted before the second is asked for moves no other out of sight."""
    token = page(_ITEMS, {"MaxResults": 2}, "Items")["NextToken"]
    left = {key: value for key, value in _ITEMS.items() if value != 0}
    assert page(left, {"NextToken": token}, "Items")["Items"] == [2, 3, 4]


def test_size_is_capped():
    """No page is larger than the service's largest."""
    assert len(page(_ITEMS, {"MaxResults": 5}, "Items", most=3)["Items"]) == 3


@pytest.mark.parametrize("token", ["nonsense", "YQ==", "2"])
def test_made_up_token_is_refused(token):
    """A token the list did not make is a validation error."""
    with pytest.raises(AwsError, match="NextToken"):
        page(_ITEMS, {"NextToken": token}, "Items")
