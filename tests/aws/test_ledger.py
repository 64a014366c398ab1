"""The state table."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.ledger import DynamoLedger
from lambdas.core.break_glass import find
from lambdas.core.errors import AlertError, MissingError, RetryError
from lambdas.core.incidents import acknowledge, add_finding, summarize
from lambdas.ports import WorkerWrite
from tests.aws.conftest import Stub
from tests.core.break_glass.world import WATCHED
from tests.events import load

TABLE = "state"
SCOPE = "account#310000000002"
USER = "31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a001"
NOW = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
NOW_TEXT = "2031-02-03T04:05:06.000000+00:00"
FOUND = find(load("sts/AssumeRole-same-account.json"), WATCHED)
assert FOUND is not None
OPENED = add_finding(None, replace(FOUND, id="i-1"), NOW, timedelta(hours=4))
TAKEN = acknowledge(OPENED, by="oncall", reason="power cut", ticket="INC-1", now=NOW)


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("dynamodb")


@pytest.fixture
def ledger(stubber: Stubber) -> DynamoLedger:
    return DynamoLedger(stubber.client, TABLE)


def item(partition: str, sort: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}, "document": {"S": json.dumps(document, sort_keys=True)}}


def put(partition: str, sort: str, document: dict[str, Any], **condition: Any) -> dict[str, Any]:
    return {"TableName": TABLE, "Item": item(partition, sort, document), **condition}


def add_found(stubber: Stubber, partition: str, *pages: list[dict[str, Any]]) -> None:
    """The answers of a query, one for each page; the last has no key to go on from."""
    start: dict[str, Any] = {}
    for number, documents in enumerate(pages):
        expected = {
            "TableName": TABLE,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": partition}},
            "ConsistentRead": True,
            **start,
        }
        answer: dict[str, Any] = {
            "Items": [item(partition, f"{number}-{n}", document) for n, document in enumerate(documents)]
        }
        if number < len(pages) - 1:
            answer["LastEvaluatedKey"] = {"pk": {"S": partition}, "sk": {"S": str(number)}}
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        stubber.add_response("query", answer, expected)


class TestRecords:
    def test_an_event_is_one_item_of_its_scope(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """The key is scope and event, whatever the time: an event recorded again is the same item."""
        outcome = {"result": "granted 3"}
        for at in (NOW, NOW + timedelta(hours=1)):
            document = {**outcome, "event_id": "e-1", "at": at.isoformat(timespec="microseconds")}
            stubber.add_response("put_item", {}, put(SCOPE, "e-1", document))
            ledger.record(SCOPE, "e-1", outcome, at)

    def test_oldest_first_over_all_pages(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """Records of all pages come in the order of their times, not of their keys."""
        times = [(NOW + timedelta(minutes=n)).isoformat(timespec="microseconds") for n in (2, 0, 1)]
        add_found(stubber, SCOPE, [{"at": times[0]}], [], [{"at": times[1]}, {"at": times[2]}])
        assert [record["at"] for record in ledger.list_records(SCOPE)] == sorted(times)

    def test_nothing_is_rounded(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """A document comes back as it was kept: long numbers, fractions, empty strings and letters of any script."""
        document = {"n": 12345678901234567890123, "f": 0.1, "s": "", "l": [None, True], "z": "Zoë 雪"}
        add_found(stubber, SCOPE, [document])
        assert ledger.list_records(SCOPE) == (document,)

    def test_second_page_fails(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """Half a history is an error."""
        answer = {"Items": [], "LastEvaluatedKey": {"pk": {"S": SCOPE}, "sk": {"S": "1"}}}
        stubber.add_response("query", answer)
        stubber.add_client_error("query", "ProvisionedThroughputExceededException")
        with pytest.raises(RetryError):
            ledger.list_records(SCOPE)

    def test_no_table(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """A record that could not be kept is an error."""
        stubber.add_client_error("put_item", "ResourceNotFoundException")
        with pytest.raises(MissingError):
            ledger.record(SCOPE, "e-1", {}, NOW)


class TestCertificates:
    def test_times_in_any_zone_sort_as_times(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """The key holds the time in UTC with microseconds: an offboarding effective in Tokyo is not out of order."""
        tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
        stubber.add_response("put_item", {}, put(f"certificate#{USER}", NOW_TEXT, {"left": []}))
        ledger.save_certificate(USER, {"left": []}, tokyo)

    def test_the_newest_is_found(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """Of certificates on two pages the last by key is the newest."""
        add_found(stubber, f"certificate#{USER}", [{"n": 1}, {"n": 2}], [{"n": 3}])
        assert ledger.find_certificate(USER) == {"n": 3}

    def test_none(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """A user who was never offboarded has no certificate."""
        add_found(stubber, f"certificate#{USER}", [])
        assert ledger.find_certificate(USER) is None


class TestIncidents:
    def test_open(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """An incident is opened only where none of its id stands, and then stands in the list of all."""
        condition = {"ConditionExpression": "attribute_not_exists(pk)"}
        stubber.add_response("put_item", {}, put("incident#i-1", "incident", OPENED, **condition))
        stubber.add_response("put_item", {}, put("incidents", "i-1", summarize(OPENED)))
        assert ledger.save_incident(OPENED, None) is True

    def test_open_again(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """The same incident again is not opened again, and the list stays as it is."""
        stubber.add_client_error("put_item", "ConditionalCheckFailedException")
        assert ledger.save_incident(OPENED, None) is False

    def test_open_denied(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """An incident that cannot be kept is an error, not a repetition."""
        stubber.add_client_error("put_item", "AccessDeniedException")
        with pytest.raises(AlertError, match="dynamodb:PutItem"):
            ledger.save_incident(OPENED, None)

    def test_change(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """A changed incident takes the place of the one that was read, and of no other."""
        condition = {
            "ConditionExpression": "#document = :read",
            "ExpressionAttributeNames": {"#document": "document"},
            "ExpressionAttributeValues": {":read": {"S": json.dumps(OPENED, sort_keys=True)}},
        }
        stubber.add_response("put_item", {}, put("incident#i-1", "incident", TAKEN, **condition))
        stubber.add_response("put_item", {}, put("incidents", "i-1", summarize(TAKEN)))
        assert ledger.save_incident(TAKEN, OPENED) is True

    def test_changed_meanwhile(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """What somebody else wrote into the incident is not overwritten."""
        stubber.add_client_error("put_item", "ConditionalCheckFailedException")
        assert ledger.save_incident(TAKEN, OPENED) is False

    def test_find(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """An incident is found as it was kept; one nobody opened is None."""
        add_found(stubber, "incident#i-1", [OPENED])
        add_found(stubber, "incident#i-2", [])
        assert ledger.find_incident("i-1") == OPENED
        assert ledger.find_incident("i-2") is None

    def test_list(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """All of them, oldest first, from every page."""
        add_found(stubber, "incidents", [{"opened_at": "2031-02-04"}], [{"opened_at": "2031-02-03"}])
        assert [found["opened_at"] for found in ledger.list_incidents()] == ["2031-02-03", "2031-02-04"]


def keys(*partitions: str) -> list[dict[str, Any]]:
    return [{"pk": {"S": partition}, "sk": {"S": "current"}} for partition in partitions]


class TestWorkers:
    def test_documents_are_read_at_once(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """One reading, consistent; a place with nothing is left out."""
        stubber.add_response(
            "batch_get_item",
            {"Responses": {TABLE: [item("known-worker#e-1", "current", {"key": "e-1"})]}, "UnprocessedKeys": {}},
            {"RequestItems": {TABLE: {"Keys": keys("known-worker#e-1", "leavers"), "ConsistentRead": True}}},
        )
        assert ledger.find_documents(["leavers", "known-worker#e-1"]) == {"known-worker#e-1": {"key": "e-1"}}

    def test_half_an_answer_is_none(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """A key DynamoDB did not come to is not a worker nobody knows."""
        left_out = {TABLE: {"Keys": keys("leavers")}}
        stubber.add_response("batch_get_item", {"Responses": {}, "UnprocessedKeys": left_out})
        with pytest.raises(RetryError, match="a part"):
            ledger.find_documents(["leavers"])

    def test_a_step_is_kept_whole(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """Record, outcome, certificate and what waits are one transaction, each under the key its own method reads."""
        outcome = {"result": "offboarded", "event_id": "msg_1", "at": NOW_TEXT}
        written = [
            item("known-worker#e-1", "current", {"key": "e-1"}),
            item("worker#e-1", "msg_1", outcome),
            item(f"certificate#{USER}", NOW_TEXT, {"complete": True}),
            item("waiting", "release", {"at": NOW_TEXT}),
        ]
        puts = [{"Put": {"TableName": TABLE, "Item": each}} for each in written]
        over = {"Delete": {"TableName": TABLE, "Key": {"pk": {"S": "waiting"}, "sk": {"S": "event"}}}}
        stubber.add_response("transact_write_items", {}, {"TransactItems": [*puts, over]})
        write = WorkerWrite(
            {"known-worker#e-1": {"key": "e-1"}},
            ("worker#e-1", "msg_1", {"result": "offboarded"}),
            (USER, {"complete": True}, NOW),
            {"event": None, "release": {"at": NOW_TEXT}},
        )
        ledger.save_worker(write, NOW)

    def test_what_waits_is_read_whole(self, ledger: DynamoLedger, stubber: Stubber) -> None:
        """All pages of it, the earliest first."""
        add_found(stubber, "waiting", [{"at": "2031-02-04"}], [{"at": "2031-02-03"}])
        assert [document["at"] for document in ledger.list_waiting()] == ["2031-02-03", "2031-02-04"]
