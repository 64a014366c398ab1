"""The quarantine policy, edited and read."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.quarantine import LONGEST, NOBODY, ScpQuarantine
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RetryError
from tests.aws.conftest import Stub

POLICY = "p-31aa00bb"
FIRST, SECOND, THIRD = (f"31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a00{n}" for n in "123")


def statement(ids: Any, **members: Any) -> dict[str, Any]:
    return {
        "Sid": "DenyRevokedIdentityCenterUsers",
        "Effect": "Deny",
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {"identitystore:UserId": ids}},
        **members,
    }


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("organizations")


@pytest.fixture
def quarantine(stubber: Stubber) -> ScpQuarantine:
    return ScpQuarantine(stubber.client, [POLICY])


def add_content(stubber: Stubber, content: str | dict[str, Any], policy_id: str = POLICY) -> None:
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    stubber.add_response("describe_policy", {"Policy": {"Content": text}}, {"PolicyId": policy_id})


def add_update(stubber: Stubber, content: dict[str, Any], policy_id: str = POLICY) -> None:
    compact = json.dumps(content, separators=(",", ":"))
    stubber.add_response("update_policy", {}, {"PolicyId": policy_id, "Content": compact})


def test_first_id_takes_the_place_of_nobody(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """The placeholder goes when a real id comes, and the policy is written without white space."""
    add_content(stubber, document(statement([NOBODY])))
    add_update(stubber, document(statement([FIRST])))
    assert quarantine.deny(FIRST) is True


def test_ids_are_sorted_and_unique(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """An id is added to those that are there, in order and each once."""
    add_content(stubber, document(statement([THIRD, FIRST, FIRST])))
    add_update(stubber, document(statement([FIRST, SECOND, THIRD])))
    assert quarantine.deny(SECOND) is True


def test_already_denied(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """An id that stands there is not written again."""
    add_content(stubber, document(statement([FIRST])))
    assert quarantine.deny(FIRST) is False


def test_the_rest_of_the_policy_stays(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """Statements of other people, before and after, and members we do not know come out as they went in."""
    other = {"Sid": "Theirs", "Effect": "Deny", "Action": ["s3:DeleteBucket"], "Resource": "*"}
    before = {"Id": "x", **document(other, statement([FIRST]), {**other, "Sid": "TheirsToo"})}
    after = {"Id": "x", **document(other, statement([FIRST, SECOND]), {**other, "Sid": "TheirsToo"})}
    add_content(stubber, before)
    add_update(stubber, after)
    assert quarantine.deny(SECOND) is True


@pytest.mark.parametrize("key", ["identitystore:userId", "IdentityStore:USERID"])
def test_key_in_any_case(quarantine: ScpQuarantine, stubber: Stubber, key: str) -> None:
    """Condition keys ignore case, and the spelling that is there stays."""
    add_content(stubber, document(statement([], Condition={"StringEquals": {key: [FIRST]}})))
    add_update(stubber, document(statement([], Condition={"StringEquals": {key: [FIRST, SECOND]}})))
    assert quarantine.deny(SECOND) is True


def test_grammar_without_lists(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """One statement and one id may stand without their lists."""
    add_content(stubber, {"Version": "2012-10-17", "Statement": statement(FIRST)})
    assert quarantine.list_denied() == (FIRST,)


@pytest.mark.parametrize(("ids", "expected"), [([NOBODY], ()), ([FIRST, SECOND], (FIRST, SECOND))])
def test_list_denied(quarantine: ScpQuarantine, stubber: Stubber, ids: list[str], expected: tuple[str, ...]) -> None:
    """The placeholder is nobody: it is not listed."""
    add_content(stubber, document(statement(ids)))
    assert quarantine.list_denied() == expected


WEAK: list[dict[str, Any]] = [
    document(),
    document(statement([FIRST], Sid="Else")),
    document(statement([FIRST], Effect="Allow")),
    document(statement([FIRST], Action="s3:*")),
    document(statement([FIRST], Resource="arn:aws:s3:::one")),
    document(statement([FIRST], Condition={"StringNotEquals": {"identitystore:UserId": [FIRST]}})),
    document(statement([FIRST], Condition={"StringEquals": {"aws:userid": [FIRST]}})),
    document(
        statement([], Condition={"StringEquals": {"identitystore:UserId": [FIRST], "aws:RequestedRegion": ["x"]}})
    ),
    document(
        statement(
            [],
            Condition={
                "StringEquals": {"identitystore:UserId": [FIRST]},
                "Bool": {"aws:MultiFactorAuthPresent": "false"},
            },
        )
    ),
]


@pytest.mark.parametrize("content", WEAK)
def test_weakened(stub: Stub, content: dict[str, Any]) -> None:
    """A statement that no longer denies everything to the ids in it is no quarantine: nobody is said to be denied."""
    stubber = stub("organizations")
    quarantine = ScpQuarantine(stubber.client, [POLICY])
    add_content(stubber, content)
    add_content(stubber, content)
    with pytest.raises(AlertError, match="Put the statement back"):
        quarantine.list_denied()
    with pytest.raises(AlertError, match="Put the statement back"):
        quarantine.deny(SECOND)


def test_not_json(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """A policy that cannot be read is for a person."""
    add_content(stubber, "{")
    with pytest.raises(AlertError, match="not JSON"):
        quarantine.list_denied()


def test_fills_up_to_the_last_character(stub: Stub) -> None:
    """A policy of exactly the longest length is written, and one of a character more is refused before it is sent."""
    ids = [f"31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-{n:012d}" for n in range(190)]
    length = len(json.dumps(document(statement(sorted([*ids, FIRST]))), separators=(",", ":")))
    for spare, fits in ((0, True), (-1, False)):
        stubber = stub("organizations")
        padding = {"Id": "x" * (LONGEST - length - len(',"Id":""') - spare)}
        add_content(stubber, {**document(statement(ids)), **padding})
        if fits:
            add_update(stubber, {**document(statement(sorted([*ids, FIRST]))), **padding})
            assert ScpQuarantine(stubber.client, [POLICY]).deny(FIRST) is True
        else:
            with pytest.raises(AlertError, match=f"is full with 190 ids and {FIRST} is not denied"):
                ScpQuarantine(stubber.client, [POLICY]).deny(FIRST)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ConcurrentModificationException", RetryError),
        ("PolicyChangesInProgressException", RetryError),
        ("TooManyRequestsException", RetryError),
        ("PolicyNotFoundException", MissingError),
        ("AccessDeniedException", AlertError),
        ("ConstraintViolationException", AlertError),
    ],
)
def test_update_refused(quarantine: ScpQuarantine, stubber: Stubber, code: str, expected: type[GatehouseError]) -> None:
    """A write that AWS refuses is an error: the id is not said to be denied."""
    add_content(stubber, document(statement([NOBODY])))
    stubber.add_client_error("update_policy", code)
    with pytest.raises(expected, match=code):
        quarantine.deny(FIRST)


def test_a_released_id_goes_and_the_others_stay(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """Only the one id is taken out."""
    add_content(stubber, document(statement([FIRST, SECOND])))
    add_update(stubber, document(statement([SECOND])))
    assert quarantine.release(FIRST) is True


def test_the_last_release_brings_nobody_back(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """A condition may not be empty: the placeholder stands there again."""
    add_content(stubber, document(statement([FIRST])))
    add_update(stubber, document(statement([NOBODY])))
    assert quarantine.release(FIRST) is True


def test_releasing_who_is_not_there_writes_nothing(quarantine: ScpQuarantine, stubber: Stubber) -> None:
    """An id that does not stand in the policy is released already."""
    add_content(stubber, document(statement([FIRST])))
    assert quarantine.release(SECOND) is False


POLICIES = ("p-31aa00b1", "p-31aa00b2", "p-31aa00b3")
MANY = [f"31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-{number:012d}" for number in range(400)]
FULL = MANY[:201]


@pytest.fixture
def sharded(stubber: Stubber) -> ScpQuarantine:
    return ScpQuarantine(stubber.client, POLICIES)


def test_the_first_policy_with_room(sharded: ScpQuarantine, stubber: Stubber) -> None:
    """An id goes into the first policy with room, and what is behind it is not asked."""
    add_content(stubber, document(statement(FULL)), POLICIES[0])
    add_content(stubber, document(statement([SECOND])), POLICIES[1])
    add_update(stubber, document(statement(sorted([SECOND, FIRST]))), POLICIES[1])
    assert sharded.deny(FIRST) is True


def test_all_full(sharded: ScpQuarantine, stubber: Stubber) -> None:
    """When every policy is full nobody is said to be denied, and the message says how many stand there."""
    for policy_id in POLICIES:
        add_content(stubber, document(statement(FULL)), policy_id)
    with pytest.raises(AlertError, match=f"full with 603 ids and {FIRST} is not denied"):
        sharded.deny(FIRST)


def test_an_id_is_looked_for_in_all(sharded: ScpQuarantine, stubber: Stubber) -> None:
    """An id is found in whatever policy it stands."""
    for policy_id, ids in zip(POLICIES, ([FIRST], [NOBODY], [SECOND]), strict=True):
        add_content(stubber, document(statement(ids)), policy_id)
    assert sharded.is_denied(SECOND) is True


def test_an_id_is_released_from_all(sharded: ScpQuarantine, stubber: Stubber) -> None:
    """An id that stands in two policies is taken out of both."""
    for policy_id, ids in zip(POLICIES, ([FIRST, SECOND], [NOBODY], [FIRST]), strict=True):
        add_content(stubber, document(statement(ids)), policy_id)
        if FIRST in ids:
            add_update(stubber, document(statement([SECOND] if SECOND in ids else [NOBODY])), policy_id)
    assert sharded.release(FIRST) is True


class Memory:
    """Policies as Organizations keeps them, which refuses more than 10,240 characters."""

    def __init__(self) -> None:
        self.contents = {policy_id: json.dumps(document(statement([NOBODY]))) for policy_id in POLICIES}

    def describe_policy(self, *, PolicyId: str) -> dict[str, Any]:  # noqa: N803 - boto3's own
        return {"Policy": {"Content": self.contents[PolicyId]}}

    def update_policy(self, *, PolicyId: str, Content: str) -> None:  # noqa: N803
        assert len(Content) <= 10_240
        self.contents[PolicyId] = Content


def test_400_leavers(stub: Stub) -> None:
    """400 users of the longest ids are all denied, no policy is over its length, and all of them can be released."""
    memory: Any = Memory()
    quarantine = ScpQuarantine(memory, POLICIES)
    assert all(quarantine.deny(user_id) for user_id in MANY)
    assert quarantine.list_denied() == tuple(MANY)
    assert all(quarantine.release(user_id) for user_id in MANY)
    assert quarantine.list_denied() == ()
