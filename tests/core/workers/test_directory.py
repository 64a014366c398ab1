"""The directory's events: which user may be disabled or gone."""

from typing import Any

import pytest

from lambdas.core.workers import (
    DirectorySignal,
    WorkerSignal,
    directory_rules,
    find_directory_signal,
    make_wake,
    parse_worker_signal,
)
from tests.events import load

USER = "5c1f0a9b77-3e9c7d10-41aa-4b0e-9c55-7a1d2b3c4d5e"
OTHER = "5c1f0a9b77-00000000-41aa-4b0e-9c55-7a1d2b3c4d5e"
TIME = "2026-05-04T12:00:00Z"


def native(kind: str, detail: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """As the directory tells it by itself: the envelope is documented, the detail is not published."""
    arns = [f"arn:aws:identitystore:::user/{USER}", "arn:aws:identitystore::111122223333:identitystore/d-1234567890"]
    told = {"event-version": "1.0", **(detail or {})}
    return {
        "source": "aws.identitystore",
        "detail-type": kind,
        "id": "n-1",
        "time": TIME,
        "resources": arns,
        "detail": told,
        **members,
    }


def call(service: str, name: str, **detail: Any) -> dict[str, Any]:
    """As CloudTrail records a call."""
    told = {"eventSource": f"{service}.amazonaws.com", "eventName": name, "eventID": "c-1", "eventTime": TIME}
    return {
        "source": f"aws.{service}",
        "detail-type": "AWS API Call via CloudTrail",
        "id": "x",
        "time": TIME,
        "detail": {**told, **detail},
    }


SEEN = [
    (native("User Updated"), "n-1"),
    (native("User Deleted"), "n-1"),
    (native("User Deleted", {"user-id": USER}, resources=[]), "n-1"),
    (call("sso-directory", "DisableUser", requestParameters={"identityStoreId": "d-1", "userId": USER}), "c-1"),
    (call("sso-directory", "DeleteUser", requestParameters={"userId": USER}, userIdentity={"userId": OTHER}), "c-1"),
    (call("identitystore", "DeleteUser", requestParameters={"userId": f"arn:aws:identitystore:::user/{USER}"}), "c-1"),
    (call("identitystore-scim", "PatchUser", requestParameters=None, responseElements={"userId": USER}), "c-1"),
    (
        call("identitystore-scim", "DeleteUser", requestParameters={"httpBody": None, "id": USER}),
        "c-1",
    ),
]


@pytest.mark.parametrize(("event", "event_id"), SEEN)
def test_who_it_is_about(event, event_id):
    """The user's id stands in the event, bare or as an ARN; the caller's own id is not taken for it."""
    assert parse_worker_signal(event) == DirectorySignal(USER, event_id, TIME)


RECORDS = {
    "scim/PatchUser.json",
    "scim/DeleteUser.json",
    "sso-directory/DisableUser.json",
    "sso-directory/DeleteUser.json",
    "identitystore/DeleteUser.json",
    "native/UserUpdated.json",
    "native/UserDeleted.json",
    "native/UserDeleted-ids-in-detail.json",
}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_each_way_the_directory_tells(name):
    """Whoever wrote the user, and however much of the record is hidden: the user's id is read."""
    found = find_directory_signal(load(name))
    assert found is not None
    assert found.user_id.startswith("c1d2e3f4a5-")


def test_only_scim_names_its_user_by_an_id_alone():
    """An id of something else in a call of another service is not taken for a user's."""
    other = call("identitystore", "DeleteUser", requestParameters={"id": USER})
    assert find_directory_signal(other) == DirectorySignal("", "c-1", TIME)


def test_an_event_that_hides_its_user():
    """SCIM's records hide most values: the signal says that it does not know."""
    hidden = call("identitystore-scim", "PatchUser", requestParameters={"id": "HIDDEN_DUE_TO_SECURITY_REASONS"})
    assert find_directory_signal(hidden) == DirectorySignal("", "c-1", TIME)


@pytest.mark.parametrize(
    "event",
    [
        native("Group Updated"),
        native("User Created"),
        call("identitystore", "CreateUser", requestParameters={"userId": USER}),
        call("identitystore", "DeleteUser", requestParameters={"userId": USER}, errorCode="AccessDenied"),
        call("sso", "DeleteUser", requestParameters={"userId": USER}),
        {},
    ],
)
def test_other_events(event):
    """Another call, a refused one, and an event of another kind say nothing."""
    assert find_directory_signal(event) is None


def test_rules_are_the_table():
    """Every event that is read is let through by a rule: they are one table."""
    assert len({rule.name for rule in directory_rules()}) == 4


def test_a_wake_up_reads_back():
    """A signal that waits comes back as it was, with its approval."""
    signal = DirectorySignal(USER, "c-1", TIME, "2026-05-04T12:00:00+00:00", 2, "leavers-1")
    assert parse_worker_signal(make_wake(signal)) == signal
    assert not isinstance(signal, WorkerSignal)
