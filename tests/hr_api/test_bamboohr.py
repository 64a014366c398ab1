"""BambooHR's API, played by a local server."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from lambdas.core.errors import AlertError
from lambdas.core.hr.bamboohr import FIELDS
from lambdas.hr_api.bamboohr import BambooHr
from tests.core.hr.messages import record
from tests.hr_api.server import Answer, Api

INES = json.loads(record("bamboohr-record.json"))
END = {"id": "417", "terminationDate": "2026-06-30"}


def answers(today: object, ahead: object) -> list[Answer]:
    return [Answer(json.dumps(found).encode()) for found in (today, ahead)]


def find(api: Api, employee_id: str = "417") -> dict | None:
    return BambooHr("example", "the-key", address=api.address).find(employee_id)


def test_what_is_asked(api):
    """What holds today is asked for, and what lies ahead only of the end; the key is the user of Basic."""
    api.answers = answers(INES, END)
    find(api)
    asked = [(urlsplit(path).path, parse_qs(urlsplit(path).query)) for path, _, _ in api.asked]
    assert asked == [
        ("/api/v1/employees/417", {"fields": [",".join(FIELDS)], "onlyCurrent": ["true"]}),
        ("/api/v1/employees/417", {"fields": ["terminationDate"], "onlyCurrent": ["false"]}),
    ]
    assert {headers["Authorization"] for _, headers, _ in api.asked} == {
        "Basic " + base64.b64encode(b"the-key:x").decode()
    }


def test_an_end_ahead(api):
    """The record is today's, with the end that is known ahead."""
    api.answers = answers(INES, END)
    assert find(api) == {**INES, "terminationDate": "2026-06-30"}


def test_nobody(api):
    """An id BambooHR does not know is nobody."""
    api.answers = [Answer(status=404)]
    assert find(api) is None


@pytest.mark.parametrize(
    ("today", "ahead", "missing"),
    [
        ({"id": "417", "workEmail": "ines.okafor@example.com"}, END, "status"),
        ({"id": "417", "status": "Active"}, END, "workEmail"),
        (INES, {"id": "417"}, "terminationDate"),
    ],
)
def test_a_key_that_may_not_read(api, today, ahead, missing):
    """A field the key may not read is left out without a word: nobody is taken for active because of that."""
    api.answers = answers(today, ahead)
    with pytest.raises(AlertError, match=f"may not read {missing}:"):
        find(api)


def test_the_id_stays_an_id(api):
    """An id cannot turn the call into another one."""
    api.answers = [Answer(status=404)]
    find(api, "1/../../meta?x=")
    assert api.asked[0][0].startswith("/api/v1/employees/1%2F..%2F..%2Fmeta%3Fx%3D?")


def test_the_address_is_the_companys():
    """Without another address, it is the company's own at BambooHR, over TLS."""
    assert BambooHr("example", "k")._base == "https://example.bamboohr.com"
