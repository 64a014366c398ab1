"""Account access manager, as plain boto3 sees it."""

import pytest

from tests.sandbox.identity.caller import impatient

GHOST = "90674be21c-00000000-0000-4000-8000-000000000000"


@pytest.fixture
def manager(identity):
    return impatient(identity.sandbox, "account-access")


@pytest.fixture
def application(identity, manager, wait_until):
    """The application of the organization, ready; it is gone when the test is over."""
    arn = manager.create_application(identitySource={"identityCenter": {"instanceArn": identity.instance_arn}})[
        "applicationArn"
    ]
    wait_until(lambda: manager.get_application(applicationArn=arn)["status"] == "ACTIVE")
    yield arn
    manager.delete_application(applicationArn=arn)
    wait_until(lambda: not manager.list_applications()["applications"])


@pytest.fixture
def entitle(manager, application):
    """Entitle a user, or a group, to a role of an account; the id of the entitlement."""

    def create(principal_id, account_id="200000000001", role="Auditor", kind="userId"):
        role = {
            "principal": {"identityCenter": {kind: principal_id}},
            "roleArn": f"arn:aws:iam::{account_id}:role/{role}",
        }
        made = manager.create_entitlement(applicationArn=application, entitlement={"principalRole": role})
        return made["entitlementId"]

    return create


@pytest.fixture
def listed(manager, application):
    """The ids of the entitlements that pass a filter, over all pages."""

    def read(**wanted):
        pages = manager.get_paginator("list_entitlements").paginate(
            applicationArn=application, filter={"principalRole": wanted}, PaginationConfig={"PageSize": 1}
        )
        return {item["entitlementId"] for page in pages for item in page["entitlements"]}

    return read


def user(user_id):
    return {"identityCenter": {"userId": user_id}}


def test_off_until_somebody_turns_it_on(manager):
    """Without an application there is nothing to list."""
    assert manager.list_applications()["applications"] == []


def test_there_is_one_application(identity, manager, application, error_of):
    """A second application of the same organization is refused."""
    source = {"identityCenter": {"instanceArn": identity.instance_arn}}
    code, _ = error_of(manager.create_application, identitySource=source)
    assert code == "AlreadyCreatedException"
    (found,) = manager.list_applications()["applications"]
    assert found["applicationArn"] == application


def test_created_later(identity, manager, settings, error_of, wait_until):
    """An application is CREATE_IN_PROGRESS first, and takes no entitlement until it is ACTIVE."""
    settings(async_seconds=0.3)
    source = {"identityCenter": {"instanceArn": identity.instance_arn}}
    arn = manager.create_application(identitySource=source)["applicationArn"]
    assert manager.get_application(applicationArn=arn)["status"] == "CREATE_IN_PROGRESS"
    role = {"principal": user(GHOST), "roleArn": "arn:aws:iam::200000000001:role/Auditor"}
    entitlement = {"principalRole": role}
    code, _ = error_of(manager.create_entitlement, applicationArn=arn, entitlement=entitlement)
    assert code == "ConflictException"
    wait_until(lambda: manager.get_application(applicationArn=arn)["status"] == "ACTIVE")
    manager.delete_application(applicationArn=arn)
    assert manager.get_application(applicationArn=arn)["status"] == "DELETE_IN_PROGRESS"
    wait_until(lambda: not manager.list_applications()["applications"])


def test_an_entitlement_names_who_what_where(identity, manager, application, entitle):
    """An entitlement shows its principal, its role and the role's account."""
    user_id = identity.make_user()
    entitlement_id = entitle(user_id)
    found = manager.get_entitlement(applicationArn=application, entitlementId=entitlement_id)
    assert found["entitlement"]["principalRole"] == {
        "principal": user(user_id),
        "roleArn": "arn:aws:iam::200000000001:role/Auditor",
        "account": "200000000001",
    }


def test_made_twice_it_is_there_once(identity, entitle, listed):
    """Creating the same entitlement again answers the one there is."""
    user_id = identity.make_user()
    assert entitle(user_id) == entitle(user_id)
    assert len(listed(principal=user(user_id))) == 1


def test_deleting_what_is_gone_is_no_error(identity, manager, application, entitle, listed):
    """A deleted entitlement is gone, and deleting it again changes nothing."""
    user_id = identity.make_user()
    entitlement_id = entitle(user_id)
    for _ in range(2):
        manager.delete_entitlement(applicationArn=application, entitlementId=entitlement_id)
    assert listed(principal=user(user_id)) == set()


def test_filters_are_all_kept(identity, entitle, listed):
    """The list keeps what is of this principal, of this role and of this account, all at once, over all pages."""
    user_id, other, group_id = identity.make_user(), identity.make_user(), identity.make_group()
    here, there = entitle(user_id), entitle(user_id, "200000000002")
    others, groups = entitle(other), entitle(group_id, kind="groupId")
    assert listed() == {here, there, others, groups}
    assert listed(principal=user(user_id)) == {here, there}
    assert listed(principal={"identityCenter": {"groupId": group_id}}) == {groups}
    assert listed(account="200000000002") == {there}
    assert listed(principal=user(user_id), roleArn="arn:aws:iam::200000000001:role/Auditor") == {here}


def test_a_ghost_is_entitled_to_nothing(entitle, error_of):
    """An entitlement of a principal that does not exist is refused."""
    assert error_of(lambda: entitle(GHOST))[0] == "ResourceNotFoundException"


def test_an_unknown_application(manager, error_of):
    """Entitlements of an application that does not exist are not found."""
    arn = f"arn:aws:account-access:us-east-1:100000000001:application/{GHOST[11:]}"
    assert error_of(manager.list_entitlements, applicationArn=arn, filter={})[0] == "ResourceNotFoundException"


def test_what_breaks_the_model_is_refused(application, manager, error_of):
    """A request is checked against AWS's model, whatever it names."""
    role = {"principal": user("nobody"), "roleArn": "arn:aws:iam::200000000001:role/Auditor"}
    code, message = error_of(
        manager.create_entitlement, applicationArn=application, entitlement={"principalRole": role}
    )
    assert (code, "userId" in message) == ("ValidationException", True)


def test_tags(application, manager):
    """An application's tags are added and taken away by key."""
    manager.tag_resource(resourceArn=application, tags={"team": "platform", "env": "prod"})
    manager.untag_resource(resourceArn=application, tagKeys=["env"])
    assert manager.list_tags_for_resource(resourceArn=application)["tags"] == {"team": "platform"}


def test_iam_decides_who_may_call(as_role, error_of):
    """A role needs the very action: it may list applications, and is refused to make one."""
    reader = as_role("account-access", ["account-access:ListApplications"])
    assert reader.list_applications()["applications"] == []
    source = {"identityCenter": {"instanceArn": "arn:aws:sso:::instance/ssoins-0000000000000000"}}
    assert error_of(reader.create_application, identitySource=source)[0] == "AccessDeniedException"


def test_a_member_account_is_not_let_in(identity, error_of):
    """Only the management account, and a delegated administrator of the service, may call."""
    account_id = identity.make_account()
    member = identity.sandbox.client("account-access", access_key=account_id)
    assert error_of(member.list_applications)[0] == "AccessDeniedException"
    delegation = {"AccountId": account_id, "ServicePrincipal": "account-access.amazonaws.com"}
    identity.organizations.register_delegated_administrator(**delegation)
    assert member.list_applications()["applications"] == []
    identity.organizations.deregister_delegated_administrator(**delegation)


def test_writes_are_recorded(identity, recorder, entitle):
    """CloudTrail has a record of who entitled whom to what."""
    user_id = identity.make_user()
    entitlement_id = entitle(user_id)
    event = recorder.one("CreateEntitlement")
    assert (event["source"], event["detail"]["eventSource"]) == ("aws.account-access", "account-access.amazonaws.com")
    role = event["detail"]["requestParameters"]["entitlement"]["principalRole"]
    assert role["principal"]["identityCenter"]["userId"] == user_id
    assert event["detail"]["responseElements"]["entitlementId"] == entitlement_id
