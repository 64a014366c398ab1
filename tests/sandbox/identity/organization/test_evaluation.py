"""What service control policies do to a session."""

import pytest

from sandbox.supervisor import SandboxError
from tests.sandbox.making import allow, document

USER, OTHER = "90674be21c-11111111-0000-4000-8000-000000000001", "90674be21c-11111111-0000-4000-8000-000000000002"
ALLOWED = {"decision": "allowed", "by": "FullAWSAccess"}


@pytest.fixture
def account(identity, unique):
    """An account in an OU of its own, and the OU."""
    unit = identity.organizations.create_organizational_unit(ParentId=identity.root_id, Name=unique("unit"))
    unit_id, account_id = unit["OrganizationalUnit"]["Id"], identity.make_account()
    identity.organizations.move_account(
        AccountId=account_id, SourceParentId=identity.root_id, DestinationParentId=unit_id
    )
    return account_id, unit_id


@pytest.fixture
def attach(identity, unique):
    """Attach a new policy of these statements, until the test is over; its name and id."""
    attached = []

    def make(target_id, *statements):
        name = unique("policy")
        made = identity.organizations.create_policy(
            Name=name, Description="", Type="SERVICE_CONTROL_POLICY", Content=document(*statements)
        )
        policy_id = made["Policy"]["PolicySummary"]["Id"]
        identity.organizations.attach_policy(PolicyId=policy_id, TargetId=target_id)
        attached.append({"PolicyId": policy_id, "TargetId": target_id})
        return name, policy_id

    yield make
    for one in attached:
        identity.organizations.detach_policy(**one)


@pytest.fixture
def decide(identity, account):
    def ask(user_id=USER, action="s3:GetObject", account_id=account[0], **more):
        asked = {"account": account_id, "user_id": user_id, "action": action, "resource": "*", **more}
        return identity.sandbox.local("/_local/evaluate", asked)

    return ask


def quarantine(*user_ids):
    """The statement of AWS's own guide for revoked users."""
    return {**allow("*", effect="Deny"), "Condition": {"StringEquals": {"identitystore:UserId": list(user_ids)}}}


def test_a_new_account_is_bound_by_nothing(decide):
    """With FullAWSAccess everywhere everything is allowed."""
    assert decide() == ALLOWED


@pytest.mark.parametrize("level", ["root", "ou", "account"])
def test_a_deny_at_any_level_denies_this_user_only(identity, account, attach, decide, level):
    """A user id in a deny on the root, the OU or the account stops this user, names the policy, and stops no other."""
    target = {"root": identity.root_id, "ou": account[1], "account": account[0]}[level]
    name, _ = attach(target, quarantine(USER))
    assert decide() == {"decision": "denied", "by": name}
    assert decide(OTHER) == ALLOWED


def test_it_is_read_as_it_stands(identity, attach, decide):
    """A user who is taken out of the policy is allowed again with the next question, and one put in is denied."""
    name, policy_id = attach(identity.root_id, quarantine(USER))
    identity.organizations.update_policy(PolicyId=policy_id, Content=document(quarantine(OTHER)))
    assert decide() == ALLOWED
    assert decide(OTHER) == {"decision": "denied", "by": name}


def test_the_management_account_is_not_bound(identity, attach, decide):
    """A deny on the root does not reach the management account."""
    attach(identity.root_id, quarantine(USER))
    assert decide(account_id="100000000001") == {"decision": "allowed", "by": None}


def test_another_branch_does_not_matter(identity, attach, decide):
    """A policy on an account binds that account only."""
    attach(identity.make_account(), quarantine(USER))
    assert decide() == ALLOWED


def test_every_level_must_allow(identity, account, attach, decide):
    """Where an OU allows only one service, another is denied by no policy's name."""
    attach(account[1], allow("s3:*"))
    identity.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=account[1])
    assert decide() == ALLOWED
    assert decide(action="ec2:RunInstances") == {"decision": "denied", "by": None}
    identity.organizations.attach_policy(PolicyId="p-FullAWSAccess", TargetId=account[1])


def test_action_resource_and_role_count(account, attach, decide):
    """A deny bites on its action and resource only, and spares the role that it excepts."""
    spared = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/*/AWSReservedSSO_Emergency_*"}}
    name, _ = attach(account[0], {**allow("s3:Get*", "arn:aws:s3:::secret/*", effect="Deny"), "Condition": spared})
    secret = {"resource": "arn:aws:s3:::secret/plan"}
    assert decide(**secret) == {"decision": "denied", "by": name}
    assert decide(**secret, permission_set="Emergency") == ALLOWED
    assert decide(**secret, action="s3:PutObject") == ALLOWED
    assert decide(resource="arn:aws:s3:::public/plan") == ALLOWED


@pytest.mark.parametrize("asked", [{"account": "000000000009", "user_id": USER, "action": "s3:GetObject"}, {}])
def test_a_question_about_nothing_is_refused(identity, asked):
    """An account that is not in the organization, or a member that is missing, is an error."""
    with pytest.raises(SandboxError, match="not evaluated"):
        identity.sandbox.local("/_local/evaluate", asked)


def test_switched_off_no_policy_holds(identity, attach, decide):
    """While the root has service control policies disabled, what denies denies nothing."""
    name, _ = attach(identity.root_id, quarantine(USER))
    kind = {"RootId": identity.root_id, "PolicyType": "SERVICE_CONTROL_POLICY"}
    identity.organizations.disable_policy_type(**kind)
    assert decide() == {"decision": "allowed", "by": None}
    identity.organizations.enable_policy_type(**kind)
    assert decide() == {"decision": "denied", "by": name}
