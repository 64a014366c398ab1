"""Every page of a list, or an error: a list that is not whole is never answered."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lambdas.aws.faults import translated
from lambdas.core.errors import RetryError


def list_all(
    service: str,
    call: Callable[..., Mapping[str, Any]],
    member: str,
    *,
    token_key: str = "NextToken",  # noqa: S107 - a member's name
    **parameters: Any,
) -> Iterator[Any]:
    """The items of every page, read as they are wanted. `token_key` is how the service spells the token.

    An empty page with a token is followed. A page without its member, or one that leads back to itself, is an error.
    """
    operation, token = getattr(call, "__name__", member), None
    while True:
        with translated(service, operation):
            page = call(**parameters, **({token_key: token} if token else {}))
        if member not in page:
            raise RetryError(f"{service}:{operation} answered a page without {member}")
        yield from page[member]
        before, token = token, page.get(token_key)
        if not token:
            return
        if token == before:
            raise RetryError(f"{service}:{operation} answered a page that says it is followed by itself")
