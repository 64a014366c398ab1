"""Which API is asked."""

import json

import pytest

from lambdas.core.errors import AlertError
from lambdas.core.hr.connections import Api as Declared
from lambdas.core.hr.connections import Connection
from lambdas.hr_api.employees import HrApis
from tests.hr_api.server import Answer


def connected(api: Declared | None) -> HrApis:
    return HrApis({"hibob": Connection.model_construct(current="s", api=api)}.get)


def test_a_declared_call(api):
    """The employee's id stands where the declared address has it, and the declared headers go along."""
    # Only a test may speak without TLS: the model refuses such an address.
    url, headers = f"{api.address}/v1/people/{{id}}?humanReadable=true", {"Authorization": "Basic abc"}
    declared = Declared.model_construct(company="", key="", url=url, headers=headers, body=None)
    api.answers = [Answer(b'{"email": "bo@example.com"}')]
    assert connected(declared).find_employee("hibob", "a b/1") == {"email": "bo@example.com"}
    [(path, sent, _)] = api.asked
    assert path == "/v1/people/a%20b%2F1?humanReadable=true"
    assert sent["Authorization"] == "Basic abc"


def test_a_declared_body(api):
    """With a declared body the call is a POST of it, as JSON."""
    body = {"fields": ["root.email"]}
    declared = Declared.model_construct(company="", key="", url=f"{api.address}/{{id}}", headers={}, body=body)
    api.answers = [Answer()]
    connected(declared).find_employee("hibob", "7")
    [(_, headers, sent)] = api.asked
    assert (headers["Content-Type"], json.loads(sent)) == ("application/json", body)


@pytest.mark.parametrize("api", [None, Declared(company="example", key="k")])
def test_no_declared_call(api):
    """Where no call is declared, a person has to declare one."""
    with pytest.raises(AlertError, match="declares no"):
        connected(api).find_employee("hibob", "1")


def test_not_connected():
    """Nobody is asked for a source that is not connected."""
    with pytest.raises(AlertError, match="declares no api"):
        connected(None).find_employee("deel", "1")
