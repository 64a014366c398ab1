"""Service control policies."""

import json

import pytest

_DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}


@pytest.fixture
def make(identity, unique):
    def make(content=None):
        made = identity.organizations.create_policy(
            Name=unique("scp"), Description="", Type="SERVICE_CONTROL_POLICY", Content=content or json.dumps(_DENY)
        )
        return made["Policy"]["PolicySummary"]["Id"]

    return make


def test_content_is_kept_to_the_letter(identity, make):
    """A policy's content is answered exactly as it was written, and as it was updated."""
    policy_id, after = make(), json.dumps(_DENY, indent=1)
    identity.organizations.update_policy(PolicyId=policy_id, Content=after)
    assert identity.organizations.describe_policy(PolicyId=policy_id)["Policy"]["Content"] == after


def test_size_has_a_limit(identity, make, error_of):
    """10,240 characters are a policy; one more is refused, at creation and at an update."""
    room = 10_240 - len(json.dumps(_DENY))
    full = json.dumps(_DENY) + " " * room
    policy_id = make(full)
    with pytest.raises(identity.organizations.exceptions.ConstraintViolationException) as caught:
        make(full + " ")
    assert caught.value.response["Reason"] == "POLICY_CONTENT_LIMIT_EXCEEDED"
    code, _ = error_of(identity.organizations.update_policy, PolicyId=policy_id, Content=full + " ")
    assert code == "ConstraintViolationException"


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"Version":"2012-10-17"}', '{"Statement":[{"Effect":"Deny","Action":"*"}]}']
)
def test_content_is_a_policy(identity, make, content):
    """What is not JSON, has no statement, or a statement without a resource, is malformed."""
    with pytest.raises(identity.organizations.exceptions.MalformedPolicyDocumentException):
        make(content)


def test_attachments_in_pages(identity, make, unique):
    """The policies of a target and the targets of a policy are paged and complete."""
    policies, accounts = {make(), make()}, {identity.make_account(), identity.make_account()}
    for policy_id in policies:
        for account in accounts:
            identity.organizations.attach_policy(PolicyId=policy_id, TargetId=account)
    of_target = identity.organizations.get_paginator("list_policies_for_target").paginate(
        TargetId=min(accounts), Filter="SERVICE_CONTROL_POLICY", PaginationConfig={"PageSize": 1}
    )
    targets = identity.organizations.get_paginator("list_targets_for_policy").paginate(
        PolicyId=min(policies), PaginationConfig={"PageSize": 1}
    )
    found = {policy["Id"] for page in of_target for policy in page["Policies"]}
    assert found == policies | {"p-FullAWSAccess"}
    assert {target["TargetId"] for page in targets for target in page["Targets"]} == accounts


def test_policies_in_pages(identity, make):
    """The organization's policies are paged and complete."""
    made = {make(), make()}
    pages = list(
        identity.organizations.get_paginator("list_policies").paginate(
            Filter="SERVICE_CONTROL_POLICY", PaginationConfig={"PageSize": 1}
        )
    )
    assert len(pages) > 1
    assert made <= {policy["Id"] for page in pages for policy in page["Policies"]}


def test_ten_at_a_target(identity, make, error_of):
    """A target takes ten policies, FullAWSAccess among them."""
    account = identity.make_account()
    for _ in range(9):
        identity.organizations.attach_policy(PolicyId=make(), TargetId=account)
    code, _ = error_of(identity.organizations.attach_policy, PolicyId=make(), TargetId=account)
    assert code == "ConstraintViolationException"


def test_last_one_stays(identity, error_of):
    """The last policy of a target cannot be detached."""
    code, _ = error_of(
        identity.organizations.detach_policy, PolicyId="p-FullAWSAccess", TargetId=identity.make_account()
    )
    assert code == "ConstraintViolationException"


def test_attached_policy_cannot_go(identity, make, error_of):
    """A policy in use cannot be deleted; once detached it can."""
    policy_id, account = make(), identity.make_account()
    identity.organizations.attach_policy(PolicyId=policy_id, TargetId=account)
    assert error_of(identity.organizations.delete_policy, PolicyId=policy_id)[0] == "PolicyInUseException"
    identity.organizations.detach_policy(PolicyId=policy_id, TargetId=account)
    identity.organizations.delete_policy(PolicyId=policy_id)
    assert error_of(identity.organizations.describe_policy, PolicyId=policy_id)[0] == "PolicyNotFoundException"
