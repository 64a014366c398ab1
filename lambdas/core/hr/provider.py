"""An HR system as a value: how it proves itself, what it sends, and who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from lambdas.core.hr.connections import Connection
from lambdas.core.hr.mapping import EmployeeMapping
from lambdas.core.hr.understood import Message, Understood
from lambdas.core.webhooks import Scheme, SharedSecret

JSON = ("application/json",)
FORM = ("application/x-www-form-urlencoded",)


@dataclass(frozen=True, slots=True)
class Provider:
    """One row of the table of sources.

    `understand` is pure and raises RejectError alone. `mapping` reads the employee's record unless the connection has
    its own. `needs_company`: without a signature, the company's id in the body is the second thing to be known.
    """

    name: str
    proof: Scheme | SharedSecret
    understand: Callable[[Message, Connection], Understood]
    content_types: tuple[str, ...] = JSON
    mapping: EmployeeMapping | None = None
    needs_company: bool = False
