"""The memory: read at the beginning of a loop, written at its end."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.desired import Pair
from lambdas.core.drift import NOTHING, digest, fingerprint_accounts
from lambdas.core.memory import (
    Holder,
    KnownAccount,
    Recalled,
    holder_to_document,
    make_holders,
    merge_holders,
    parse_holder,
    settle,
)
from lambdas.core.outcomes import Report
from lambdas.core.scopes import Scope
from lambdas.ports import Memory, Ports

HOLDER, PERMISSION_SET, ACCOUNT = "holder", "permission set", "account"


def recall(scope: Scope, memory: Memory) -> Recalled:
    """What is remembered, as far as the scope asks for it: every account for a wide one."""
    holders = (_parse_holder(key, document) for key, document in memory.recall(HOLDER).items())
    return Recalled(
        {arn: document["name"] for arn, document in memory.recall(PERMISSION_SET).items()},
        {holder.principal: holder for holder in holders},
        {account_id: KnownAccount.parse(document) for account_id, document in _recall_accounts(scope, memory).items()},
    )


def _recall_accounts(scope: Scope, memory: Memory) -> dict[str, dict[str, Any]]:
    if scope.is_wide:
        return memory.recall(ACCOUNT)
    found = {account_id: memory.recall_one(ACCOUNT, account_id) for account_id in sorted(scope.account_ids)}
    return {account_id: document for account_id, document in found.items() if document is not None}


def remember(report: Report, ports: Ports) -> None:
    """Keep what this loop has learned; what has not changed is not written again."""
    learned = report.reviewed.read.learned
    if learned:
        ports.memory.remember(PERMISSION_SET, {arn: {"name": name} for arn, name in learned.items()})
    _remember_holders(report, ports.memory)
    _remember_accounts(report, ports.memory, ports.clock.now())


def _remember_holders(report: Report, memory: Memory) -> None:
    """Today's pairs join those remembered. After a whole look, a retired pair of which nothing is left is forgotten."""
    read, desired = report.reviewed.read, report.reviewed.desired
    before = read.recalled.holders
    today = make_holders(desired.today, read.known)
    after = merge_holders(before, today | settle(report.settled(today)))
    if read.whole:
        kept = desired.today | report.left_over()
        after = {who: found for who, holder in after.items() if (found := _shrink(holder, kept))}
    changed = {holder for who, holder in after.items() if before.get(who) != holder}
    if changed:
        memory.remember(HOLDER, {_key(holder.principal): holder_to_document(holder) for holder in changed})
    if forgotten := before.keys() - after.keys():
        memory.forget(HOLDER, map(_key, forgotten))


def _shrink(holder: Holder, kept: Collection[Pair]) -> Holder | None:
    """Without the pairs that the policy has dropped and of which nothing is left."""
    arns = frozenset(pair.permission_set_arn for pair in holder.pairs if pair in kept)
    return replace(holder, permission_set_arns=arns) if arns else None


def _remember_accounts(report: Report, memory: Memory, now: datetime) -> None:
    before, after = report.reviewed.read.recalled.accounts, _After(report, now)
    gone = report.gone | {account.id for account in report.accounts if account.state is AccountState.CLOSED}
    if forgotten := gone & before.keys():
        memory.forget(ACCOUNT, forgotten)
    there = (account for account in report.accounts if account.id not in gone)
    seen = {account.id: after.see(account, before.get(account.id, KnownAccount())) for account in there}
    changed = {account_id: known for account_id, known in seen.items() if before.get(account_id) != known}
    if changed:
        memory.remember(ACCOUNT, {account_id: known.to_document() for account_id, known in changed.items()})


class _After:
    """What a loop has made of its accounts."""

    def __init__(self, report: Report, now: datetime) -> None:
        self._now = now.isoformat()
        self._in_part = report.in_part()
        self._fingerprints = fingerprint_accounts(report.reviewed.desired)
        self._doubted, self._out_of_line = report.doubted(), report.out_of_line()
        self._told: dict[str, set[str]] = {}
        for found in report.told():
            self._told.setdefault(found.account_id, set()).add(digest(found))

    def see(self, account: Account, known: KnownAccount) -> KnownAccount:
        """The account after this loop: in line, told of, or doubted."""
        told = known.told | self._told.get(account.id, set())
        if account.id in self._doubted:
            return replace(known, told=told, doubted_since=known.doubted_since or self._now)
        in_line = account.id not in self._in_part | self._out_of_line
        return KnownAccount(
            account.tags, self._fingerprints.get(account.id, NOTHING) if in_line else known.desired, told
        )


def _key(principal: Principal) -> str:
    return f"{principal.type}#{principal.id}"


def _parse_holder(key: str, document: dict[str, Any]) -> Holder:
    kind, _, principal_id = key.partition("#")
    return parse_holder(Principal(PrincipalType(kind), principal_id), document)
