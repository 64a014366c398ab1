"""Answers of AWS that are more likely wrong than true, by what is remembered of the account."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from lambdas.core.accounts import Account
from lambdas.core.memory import KnownAccount
from lambdas.core.safety import Freeze

# What AWS has said for so long is taken for the truth, also where no event said so.
BELIEVED_AFTER = timedelta(hours=1)


# the account had a tag   AWS tells it   an event said that tags changed   AWS says so for an hour   then
# no                      any            any                               any                       believed
# yes                     yes            any                               any                       believed
# one no rule looks at    no             any                               any                       believed
# yes                     no             yes                               any                       believed
# yes                     no             no                                yes                       believed
# yes                     no             no                                no                        doubted
def doubt_tags(
    accounts: Iterable[Account],
    remembered: Mapping[str, KnownAccount],
    retagged: Collection[str],
    now: datetime,
    used: Collection[str],
) -> Iterator[Freeze]:
    """A tag that is gone without a word: a page that lost it looks so, and rules may rest on it, or on its absence.

    `used` are the keys that a rule or an exception looks at: nothing rests on another.
    """
    for account in accounts:
        before = remembered.get(account.id, KnownAccount())
        lost = sorted((before.tags.keys() - account.tags.keys()).intersection(used))
        if lost and account.id not in retagged and not _has_lasted(before, now):
            because = f"account {account.id} no longer has the tags {', '.join(lost)}, and no event said so"
            yield Freeze(because, accounts=frozenset({account.id}), grants_too=True)


def _has_lasted(before: KnownAccount, now: datetime) -> bool:
    return bool(before.doubted_since) and now - datetime.fromisoformat(before.doubted_since) >= BELIEVED_AFTER


def find_missing(listed: Iterable[Account], remembered: Iterable[str]) -> tuple[str, ...]:
    """The accounts that are remembered and not listed: they have gone, or the list is not whole."""
    return tuple(sorted(set(remembered) - {account.id for account in listed}))
