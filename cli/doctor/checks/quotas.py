"""How much of AWS's quotas is used up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, warning

NAME = "quota"
# From this share on a person should know.
NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Use:
    """`most` is AWS's default; one that was raised is not known here."""

    what: str
    used: int
    most: int
    where: str = ""


# IAM Identity Center, Organizations and EventBridge quotas pages.
PERMISSION_SETS, ROOT_POLICIES, RULES = 3_500, 10, 300


def check_quotas(uses: Iterable[Use]) -> Iterator[Check]:
    """One answer for each quota."""
    for use in uses:
        told = f"{use.used:,} of {use.most:,} {use.what}"
        if use.used < NEARLY * use.most:
            yield fine(NAME, told, use.where)
        else:
            yield warning(
                NAME, told, use.where, next_step="have it raised in Service Quotas where it can be, or tidy up"
            )
