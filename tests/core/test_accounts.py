"""Which accounts a selector means, and why."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, matches, ou_paths, select
from lambdas.core.policy import Selector
from lambdas.core.policy.selectors import join_ou_path, split_ou_path

MANAGEMENT = Account("100000000001", "main", is_management=True)
PAYMENTS_DEV = Account("200000000001", "payments-dev", ou_path=("Workloads", "Dev"), tags={"environment": "dev"})
PAYMENTS_PROD = Account(
    "200000000002", "payments-prod", ou_path=("Workloads", "Prod"), tags={"environment": "prod", "restricted": "true"}
)
ORDERS_PROD = Account("200000000003", "orders-prod", ou_path=("Workloads", "Prod", "EU"), tags={"environment": "prod"})
PLAYGROUND = Account("200000000004", "playground", ou_path=("Sandbox", "Dev"))
LABS = Account("200000000005", "labs", ou_path=("Workloads", "R&D/Labs"))
BROKER = Account("200000000006", "broker")
WORKSHOP = Account("200000000007", "workshop", ou_path=("Workloads", "Development"), tags={"environment": ""})
EVERY = (MANAGEMENT, PAYMENTS_DEV, PAYMENTS_PROD, ORDERS_PROD, PLAYGROUND, LABS, BROKER, WORKSHOP)

# written                                                     | the accounts it means, each with the reason
CASES: list[tuple[object, dict[str, str]]] = [
    ({"ou": "Workloads/Dev"}, {"payments-dev": "ou Workloads/Dev"}),
    ({"ou": "Workloads/Prod"}, {"payments-prod": "ou Workloads/Prod", "orders-prod": "ou Workloads/Prod"}),
    ({"ou_only": "Workloads/Prod"}, {"payments-prod": "ou_only Workloads/Prod"}),
    ({"ou_only": "Workloads"}, {}),
    ({"ou": "Dev"}, {}),
    ({"ou": "workloads/dev"}, {}),
    ({"ou": "Sandbox/Dev"}, {"playground": "ou Sandbox/Dev"}),
    ({"ou": ["Sandbox", "Workloads/Dev"]}, {"payments-dev": "ou Workloads/Dev", "playground": "ou Sandbox"}),
    ({"ou": r"Workloads/R&D\/Labs"}, {"labs": r"ou Workloads/R&D\/Labs"}),
    ({"ou": "Workloads/R&D/Labs"}, {}),
    ({"ou_only": "/"}, {"broker": "ou_only /"}),
    ({"tag": {"environment": "dev"}}, {"payments-dev": "tag environment=dev"}),
    ({"tag": {"environment": ""}}, {"workshop": "tag environment="}),
    ({"tag": {"environment": ["dev", ""]}}, {"payments-dev": "tag environment=dev", "workshop": "tag environment="}),
    (
        {"tag": {"environment": "prod", "restricted": "true"}},
        {"payments-prod": "tag environment=prod and tag restricted=true"},
    ),
    ({"name": "payments-*"}, {"payments-dev": "name payments-*", "payments-prod": "name payments-*"}),
    ({"name": "Payments-*"}, {}),
    ({"name": ["orders-*", "lab?"]}, {"orders-prod": "name orders-*", "labs": "name lab?"}),
    ({"id": "200000000006"}, {"broker": "id 200000000006"}),
    (
        {"ou": "Workloads/Prod", "not": {"tag": {"restricted": "true"}}},
        {"orders-prod": "ou Workloads/Prod and not tag restricted=true"},
    ),
    (
        {"ou": "Workloads", "not": [{"ou": "Workloads/Prod"}, {"name": "labs"}, {"name": "work*"}]},
        {"payments-dev": "ou Workloads and not (ou Workloads/Prod or name labs or name work*)"},
    ),
    ({"name": "payments-*", "not": {"name": "*", "not": {"name": "*-dev"}}}, {"payments-dev": "name payments-*"}),
    ([{"name": "labs"}, {"ou": "Workloads/R&D\\/Labs"}], {"labs": "name labs"}),
    ({"ou": "Workloads/Dev", "name": "orders-*"}, {}),
]


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[str(written) for written, _ in CASES])
def test_a_selector_means_these_accounts_for_this_reason(written: object, expected: dict[str, str]) -> None:
    """Exactly the accounts that are described, whatever else is there, and the reason is what was written."""
    found = select(Selector.of(written), EVERY)
    names = {account.name: found[account.id] for account in EVERY if account.id in found}
    assert names.keys() == expected.keys()
    assert all(names[name].startswith(reason) for name, reason in expected.items())


def test_all_means_every_account_but_the_management_account() -> None:
    """`all` reaches every account that service control policies bind, and says so."""
    assert select(Selector.of("all"), EVERY) == {account.id: "all accounts" for account in EVERY[1:]}


@pytest.mark.parametrize(
    "written",
    ["all", {"ou": "/"}, {"ou_only": "/"}, {"name": "main"}, {"name": "*"}, {"not": {"name": "labs"}}, ["all"]],
    ids=str,
)
def test_the_management_account_is_never_meant_by_anything_but_its_id(written: object) -> None:
    """No rule reaches the management account by accident."""
    assert matches(Selector.of(written), MANAGEMENT) is None


def test_the_management_account_is_meant_by_its_id_unless_it_is_excluded() -> None:
    """Its id selects it, beside others too; and what is left out stays left out."""
    both = {"id": [MANAGEMENT.id, BROKER.id]}
    assert list(select(Selector.of(both), EVERY)) == [MANAGEMENT.id, BROKER.id]
    assert list(select(Selector.of(both | {"not": {"name": "main"}}), EVERY)) == [BROKER.id]
    assert matches(Selector.of(["all", {"id": MANAGEMENT.id}]), MANAGEMENT) == f"id {MANAGEMENT.id}"


def test_ou_paths_are_those_that_have_accounts() -> None:
    """Every OU with an account in it or below it is named as access.yaml would name it."""
    assert ou_paths([ORDERS_PROD, LABS]) == {
        "/",
        "Workloads",
        "Workloads/Prod",
        "Workloads/Prod/EU",
        r"Workloads/R&D\/Labs",
    }


@given(st.lists(st.text(min_size=1, max_size=6), max_size=4).map(tuple))
def test_an_ou_path_says_every_name(names: tuple[str, ...]) -> None:
    """Whatever an OU is called, its path can be written, and is read as the same names."""
    assert split_ou_path(join_ou_path(names)) == names


@pytest.mark.parametrize("path", ["", "/Workloads", "Workloads/", "Workloads//Dev", r"Work\loads", "Workloads\\"])
def test_a_path_that_could_mean_two_things_is_refused(path: str) -> None:
    """An OU path has no empty name and no backslash without a use."""
    with pytest.raises(ValueError, match=r"expected OU names|a backslash"):
        split_ou_path(path)


NAMES = st.sampled_from(["a", "b", "ab"])
TAGS = st.dictionaries(NAMES, NAMES, max_size=2)
ACCOUNTS = st.builds(
    Account,
    id=st.just("200000000009"),
    name=NAMES,
    ou_path=st.lists(NAMES, max_size=3).map(tuple),
    tags=TAGS,
)
MAPPINGS = st.fixed_dictionaries(
    {"name": st.lists(NAMES, min_size=1, max_size=2)},
    optional={
        "ou": st.lists(NAMES, min_size=1, max_size=2).map("/".join),
        "tag": st.dictionaries(NAMES, NAMES, min_size=1, max_size=2),
    },
)


@given(ACCOUNTS, MAPPINGS, MAPPINGS)
def test_keys_narrow_lists_widen_and_not_turns_around(account: Account, one: dict[str, object], two: object) -> None:
    """A mapping is the "and" of its keys, a list the "or" of its items, `not` the opposite."""
    first, second = _means(one, account), _means(two, account)
    assert first == all(_means({key: value}, account) for key, value in one.items())
    assert _means([one, two], account) == (first or second)
    assert _means({"not": one}, account) == (not first)
    assert _means(one | {"not": two}, account) == (first and not second)


def test_fifty_rules_over_five_thousand_accounts_take_no_time() -> None:
    """An organization of 5,000 accounts resolves in well under a second; the bound leaves room for a busy machine."""
    accounts = list(_large_organization())
    selectors = [Selector.of(written) for written, _ in CASES[:24]] + [Selector.of("all")] * 26
    started = time.process_time()
    found = sum(len(select(selector, accounts)) for selector in selectors)
    assert found >= 26 * 5_000
    assert time.process_time() - started < 2


def _large_organization() -> Iterable[Account]:
    for number in range(5_000):
        path = ("Workloads", ("Dev", "Prod")[number % 2], f"Team {number % 40}")
        yield Account(f"{number:012d}", f"payments-{number}", ou_path=path, tags={"environment": "prod"})


def _means(written: object, account: Account) -> bool:
    return matches(Selector.of(written), account) is not None


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("all", set()),
        ({"ou": "Workloads", "name": "a*"}, set()),
        ({"tag": {"team": "a", "environment": ["dev", "test"]}}, {"team", "environment"}),
        ({"ou": "Workloads", "not": {"tag": {"restricted": "true"}}}, {"restricted"}),
        ([{"tag": {"team": "a"}}, {"not": [{"name": "b"}, {"not": {"tag": {"cost": "1"}}}]}], {"team", "cost"}),
    ],
)
def test_the_tags_that_a_selector_looks_at(written, keys):
    """Every key, inside a `not` as well: what else an account is tagged with makes no difference."""
    assert Selector.model_validate(written).tag_keys() == keys
