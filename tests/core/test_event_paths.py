"""What stands where in an event: truth tables, and nothing an event holds makes the reader fail."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.assignments import PrincipalType
from lambdas.core.event_paths import find_account_ids, find_principals, find_values

GROUP_ID = "9067a4b21c-308fbf5d-887a-4577-883c-c9909730fc2f"
USER_ID = "0b7f6c1e-5d3a-4c55-9a63-4f1f2f7f9a10"
STORE = "arn:aws:identitystore:::"

texts = st.one_of(
    st.text(max_size=15),
    st.sampled_from([GROUP_ID, USER_ID, f"{STORE}user/{USER_ID}", f"{STORE}group/{GROUP_ID}", "111122223333"]),
)
names = st.one_of(texts, st.sampled_from(["detail", "resources", "groupId", "user-id", "id", "userIdentity"]))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=12,
)
events = st.fixed_dictionaries({}, optional={"detail": values, "resources": values, "source": values})
paths = st.lists(names | st.just("*"), max_size=4).map(".".join)


@given(events, st.sampled_from(PrincipalType))
def test_no_event_makes_the_reader_of_principals_fail(event, about):
    """Any JSON is read, and what is found are ids of the directory."""
    for principal in find_principals(event, about):
        assert principal.id in (GROUP_ID, USER_ID)


@given(values, st.lists(paths, max_size=3))
def test_no_event_makes_the_reader_of_accounts_fail(event, tried):
    """Any JSON is read along any path, and what is found has the twelve digits of an account."""
    for account_id in find_account_ids(event, tried):
        assert re.fullmatch(r"[0-9]{12}", account_id)


def test_an_event_as_deep_as_json_allows_is_read():
    """Thousands of lists in one another are no reason to die."""
    deep = GROUP_ID
    for _ in range(5000):
        deep = [deep]
    (found,) = find_principals({"detail": {"groupId": deep}}, PrincipalType.USER)
    assert found == (PrincipalType.GROUP, GROUP_ID)


#  where                                      what                        found as
@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"detail": {"groupId": GROUP_ID}}, ("GROUP", GROUP_ID)),
        ({"detail": {"group-id": GROUP_ID}}, ("GROUP", GROUP_ID)),
        ({"detail": {"GroupId": GROUP_ID}}, ("GROUP", GROUP_ID)),
        ({"detail": {"userId": USER_ID}}, ("USER", USER_ID)),
        ({"detail": {"memberId": {"UserId": USER_ID}}}, ("USER", USER_ID)),
        ({"detail": {"requestParameters": {"id": GROUP_ID}}}, ("GROUP", GROUP_ID)),  # what the kind is about
        ({"resources": [f"{STORE}group/{GROUP_ID}"]}, ("GROUP", GROUP_ID)),
        ({"resources": [f"arn:aws-cn:identitystore:::user/{USER_ID}"]}, ("USER", USER_ID)),
        ({"detail": {"resources": [{"ARN": f"{STORE}user/{USER_ID}"}]}}, ("USER", USER_ID)),
        ({"detail": {"groupIds": GROUP_ID}}, None),  # a key that does not say what it is
        ({"detail": {"identityStoreId": "d-9067a4b21c"}}, None),
        ({"detail": {"groupId": "Developers"}}, None),
        ({"detail": {"userIdentity": {"onBehalfOf": {"userId": USER_ID}}}}, None),  # who did it
        ({"id": USER_ID}, None),  # the envelope's own id
        ({"resources": [f"{STORE}group/{GROUP_ID}/x"]}, None),
        ({"detail": None}, None),
    ],
)
def test_principals(event, found):
    """An ARN anywhere, or an id under a key that says what it is; never who did it."""
    assert find_principals(event, PrincipalType.GROUP) == (frozenset() if found is None else {found})


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("111122223333", {"111122223333"}),
        ("arn:aws:organizations::999999999999:account/o-abcde12345/111122223333", {"111122223333"}),
        ("ou-ab12-11112222", set()),
        ("1111222233334", set()),
        ("x111122223333", set()),
        ("111122223333\n", set()),
        ("١١١١٢٢٢٢٣٣٣٣", set()),  # digits, but none that an account id has
        (111122223333, set()),
        (None, set()),
    ],
)
def test_account_ids(value, found):
    """Twelve digits, alone or at the end of an ARN, and nothing else."""
    assert find_account_ids({"detail": {"a": value}}, ("detail.a",)) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", {"x"}),
        ("a.*", {"x", "y"}),
        ("list.*", {"z"}),
        ("list.*.deep", {"w"}),
        ("a", set()),
        ("a.b.c", set()),
        ("nowhere", set()),
        ("empty", set()),
    ],
)
def test_values(path, found):
    """A path leads to texts that are not empty; '*' is every member or item."""
    event = {"a": {"b": "x", "c": "y", "d": 1}, "list": ["z", {"deep": "w"}], "empty": ""}
    assert find_values(event, (path,)) == found


def test_the_first_path_that_leads_anywhere_is_taken():
    """Paths are tried in order; what a later one has is not mixed in."""
    event = {"new": "1", "old": "2"}
    assert find_values(event, ("gone", "new", "old")) == {"1"}
    assert find_account_ids({"a": "no", "b": "111122223333"}, ("a", "b")) == {"111122223333"}
