"""Who an event is about: HR's id once it is known, the e-mail address until then."""

from lambdas.core.workers import Worker, join_records, keys_of, make_documents, parse_pointer
from tests.core.workers.saying import EMAIL, hear, say

NEW_ADDRESS = "lena.m@example.com"


def test_the_surest_first():
    """The id leads to the record before the address does, and addresses ignore case."""
    assert keys_of(say("changed", "05-01", email="Lena@Example.com")) == (
        "known-worker#e-17",
        "known-worker#lena@example.com",
    )
    assert keys_of(say("changed", "05-01", worker_id="")) == (f"known-worker#{EMAIL}",)


def test_a_new_address_is_the_same_worker():
    """After a change of address the record is found by the id, and by either address."""
    worker, _ = hear(say("joined", "05-01"), say("changed", "05-02", email=NEW_ADDRESS), day="05-03")
    documents = make_documents(worker)
    assert {key: parse_pointer(document) for key, document in documents.items()} == {
        "known-worker#e-17": None,
        f"known-worker#{EMAIL}": "known-worker#e-17",
        f"known-worker#{NEW_ADDRESS}": "known-worker#e-17",
    }


def test_an_id_that_becomes_known():
    """What was said under the address only belongs to the worker whose id is told later."""
    by_email = Worker(key=EMAIL, email=EMAIL, user_id="u-lena")
    found = join_records(None, by_email, say("changed", "05-02"))
    assert (found.key, found.worker_id, found.user_id) == ("e-17", "e-17", "u-lena")


def test_an_address_that_is_used_again():
    """An address that was another worker's does not make two people one."""
    another = Worker(key="e-9", worker_id="e-9", email=EMAIL, user_id="u-other")
    assert join_records(None, another, say("joined", "05-02")) == Worker(key="e-17", worker_id="e-17", email=EMAIL)


def test_two_records_become_one():
    """Said under the id and under the address: one worker, with everything that was said."""
    by_id = hear(say("joined", "05-01"), day="05-02")[0]
    by_email = Worker(key=EMAIL, email=EMAIL, user_id="u-lena", statements=(say("left", "05-03", worker_id=""),))
    found = join_records(by_id, by_email, say("changed", "05-04"))
    assert found.user_id == "u-lena"
    assert [str(event.type) for event in found.statements] == ["worker.joined", "worker.left"]
