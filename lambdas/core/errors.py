"""The whole error tree, by what the caller must do.

    GatehouseError
    ├── RejectError   bad input: never retry; says what, where and what to do next
    ├── AskError      a plan too dangerous to apply without a person
    ├── RetryError    throttled, conflict, in progress, still being prepared: the same call will work later
    └── AlertError    denied, not found, quota: it will not work until a person changes something
        └── MissingError   AWS says the thing does not exist

`aws/faults.py` turns AWS error codes into these; nothing above the adapters sees a botocore exception.
"""


class GatehouseError(Exception):
    """Base of everything Gatehouse raises on purpose."""


class RejectError(GatehouseError):
    """The input is wrong and stays wrong."""


class AskError(GatehouseError):
    """A person has to decide."""


class RetryError(GatehouseError):
    """Not now: worth repeating later, unchanged."""


class AlertError(GatehouseError):
    """Not until a person changes something."""


class MissingError(AlertError):
    """AWS answered that it does not exist: an answer, not a failure to answer."""
