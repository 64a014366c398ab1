"""The page of permissions: complete, in words, and with a reason where it is wide."""

import pytest

from reference.example import synthesise
from reference.permissions import Row, list_rows, make_page
from tests.stacks.reading import FUNCTIONS

LAMBDAS = "AWS::Lambda::Function"


@pytest.fixture(scope="module")
def template() -> dict:
    return synthesise()["Gatehouse"]


@pytest.fixture(scope="module")
def rows(template: dict) -> list[Row]:
    roles = [f["Properties"]["Role"] for f in template["Resources"].values() if f["Type"] == LAMBDAS]
    return [row for role in roles for row in list_rows(role["Fn::GetAtt"][0], template["Resources"])]


def test_every_function(template: dict) -> None:
    """Each function has a section, and each of its actions is in it."""
    page = make_page(template)
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    assert sections.keys() >= set(FUNCTIONS)
    for name, section in sections.items():
        [role] = [
            each["Properties"]["Role"]["Fn::GetAtt"][0]
            for each in template["Resources"].values()
            if each["Type"] == LAMBDAS and f".{name}." in each["Properties"]["Handler"]
        ]
        assert [
            a for row in list_rows(role, template["Resources"]) for a in row.actions if f"`{a}`" not in section
        ] == []


def test_every_statement_has_a_purpose(rows: list[Row]) -> None:
    """Nothing is allowed without saying what for."""
    assert [row for row in rows if not row.to] == []


def test_every_wildcard_has_a_reason(rows: list[Row]) -> None:
    """Where a resource is wider than one thing it says why; where it is not there is nothing to say."""
    for row in rows:
        assert bool(row.why) is any("*" in resource for resource in row.resources), row


def test_names(template: dict) -> None:
    """No hash of CloudFormation and no function of its templates is left for people to read."""
    page = make_page(template)
    assert "Fn::" not in page
    assert not [name for name in template["Resources"] if f"`{name}`" in page]


def test_what_nobody_can_name() -> None:
    """A resource that the page has no words for is an error, and not left out."""
    policy = {"Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": {"Fn::ImportValue": "x"}}]}
    resources = {"P": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "R"}], "PolicyDocument": policy}}}
    with pytest.raises(ValueError, match="no page can name"):
        list_rows("R", resources)
