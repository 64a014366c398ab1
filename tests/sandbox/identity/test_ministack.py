"""The private parts of ministack that the identity services stand on."""

import inspect

import ministack.app
import pytest
from ministack.core import iam_actions, iam_evaluator, responses, router
from ministack.services import eventbridge, iam, organizations
from ministack.services.cloudformation import provisioners


@pytest.mark.parametrize("table", ["_orgs", "_accounts", "_ous", "_roots", "_tags", "_policies", "_attachments"])
def test_organization_tables(table):
    """ministack keeps its organization in these tables, one per account."""
    assert isinstance(getattr(organizations, table), responses.AccountScopedDict)


def test_organization_appears_with_its_records():
    """On first use there is an organization with one root, its account in it, and FullAWSAccess on both."""
    with responses.request_scope("222222222222", "eu-west-1"):
        organizations._ensure_org()
        (root_id,) = organizations._roots
        assert organizations._orgs["self"]["MasterAccountId"] == "222222222222"
        assert organizations._accounts["222222222222"]["_ParentId"] == root_id
        assert organizations._attachments[organizations.FULL_ACCESS_POLICY_ID] == [root_id, "222222222222"]


def test_operation_takes_payload_and_answers_http():
    """An operation of ministack's takes the request and answers status, headers and a JSON body."""
    with responses.request_scope("333333333333", "eu-west-1"):
        status, _, body = organizations._DISPATCH["DescribeOrganization"]({})
        refused, _, _ = organizations._DISPATCH["DescribePolicy"]({"PolicyId": "p-none"})
    assert (status, isinstance(body, bytes), refused) == (200, True, 400)


def test_events_can_be_put_for_aws():
    """Only the process itself can put an event of AWS, by this parameter."""
    assert "allow_aws_source" in inspect.signature(eventbridge._put_events).parameters


def test_refusals_are_worded_in_one_place():
    """Every refusal is worded by one function, looked up when it happens, with the caller's headers."""
    parameters = inspect.signature(iam_actions.access_denied_response).parameters
    assert {"service", "action", "principal_arn", "headers", "resource_arn", "explicit_deny"} <= parameters.keys()
    assert not hasattr(ministack.app, "access_denied_response")


def test_callers_are_resolved():
    """A root key resolves to the account's root, and roles lie in a table by account and name."""
    assert iam_evaluator.resolve_caller_identity("test")["userArn"].endswith(":root")
    assert iam._roles.get_scoped("444444444444", None, "nobody") is None


def test_services_are_tables():
    """Services, their routes, their IAM names and the resource types are tables that can be added to."""
    for table in (
        ministack.app.SERVICE_HANDLERS,
        router.SERVICE_PATTERNS,
        iam_actions.SERVICE_TO_IAM_NAMESPACE,
        provisioners._RESOURCE_HANDLERS,
    ):
        assert isinstance(table, dict)
