"""The lists of the statuses of assignment requests."""

import pytest

_GHOST = "90674be21c-00000000-0000-4000-8000-000000000000"
KINDS = ("creation", "deletion")


@pytest.fixture
def key(identity):
    """Account, permission set and user of an assignment that does not exist yet."""
    return identity.make_account(), identity.make_permission_set(), identity.make_user()


@pytest.fixture
def statuses(identity):
    """The items of one kind, all pages, in their order."""

    def read(kind, size=100, **members):
        paginator = identity.sso.get_paginator(f"list_account_assignment_{kind}_status")
        pages = paginator.paginate(InstanceArn=identity.instance_arn, PaginationConfig={"PageSize": size}, **members)
        return [item for page in pages for item in page[f"AccountAssignments{kind.title()}Status"]]

    return read


def two_of_each(identity, key):
    """Two creations and two deletions, the older first: the ids of their requests."""
    made = {"creation": [], "deletion": []}
    for _ in range(2):
        made["creation"].append(identity.assign(*key)["RequestId"])
        made["deletion"].append(identity.unassign(*key)["RequestId"])
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_items_are_short(identity, key, statuses, kind):
    """An item is Status, RequestId and CreatedDate, as in the model, and does not say which assignment."""
    two_of_each(identity, key)
    assert all(set(item) == {"Status", "RequestId", "CreatedDate"} for item in statuses(kind))


@pytest.mark.parametrize("newest_first", [True, False])
def test_newest_first_unless_told_otherwise(identity, key, statuses, settings, newest_first):
    """The newest request comes first, over all pages and of both kinds; a setting turns the order round."""
    settings(newest_first=newest_first)
    for kind, mine in two_of_each(identity, key).items():
        listed = [item["RequestId"] for item in statuses(kind, size=1) if item["RequestId"] in mine]
        assert listed == (mine[::-1] if newest_first else mine)


def test_the_filter_keeps_one_status(identity, key, statuses):
    """Filter.Status leaves the items of that status, over all pages, and none of another."""
    failed = [identity.assign(*key[:2], _GHOST)["RequestId"] for _ in range(2)]
    succeeded = identity.assign(*key)["RequestId"]
    listed = statuses("creation", size=1, Filter={"Status": "FAILED"})
    ids = [item["RequestId"] for item in listed]
    assert {item["Status"] for item in listed} == {"FAILED"}
    assert set(failed) <= set(ids)
    assert succeeded not in ids


def test_one_that_is_not_decided_is_in_progress(identity, key, statuses, settings):
    """A request that still runs is listed as IN_PROGRESS, and when it has ended as what it became."""
    settings(async_seconds=0.3)
    made = identity.sso.create_account_assignment(**identity.key(*key))["AccountAssignmentCreationStatus"]

    def listed(status):
        items = statuses("creation", Filter={"Status": status})
        return made["RequestId"] in [item["RequestId"] for item in items]

    assert listed("IN_PROGRESS")
    identity.assign_status(made["RequestId"])
    assert listed("SUCCEEDED")
    assert not listed("IN_PROGRESS")


def test_a_request_between_two_pages_repeats_and_hides_none(identity, key):
    """A request that is made while the list is read shifts no other from one page to the next."""
    before = [identity.assign(*key)["RequestId"] for _ in range(3)]
    read = identity.sso.list_account_assignment_creation_status
    first = read(InstanceArn=identity.instance_arn, MaxResults=2)
    identity.assign(*key)
    second = read(InstanceArn=identity.instance_arn, MaxResults=1, NextToken=first["NextToken"])
    pages = first["AccountAssignmentsCreationStatus"] + second["AccountAssignmentsCreationStatus"]
    assert [item["RequestId"] for item in pages] == before[::-1]
