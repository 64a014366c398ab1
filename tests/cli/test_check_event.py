"""`gatehouse check-event`: a verdict or a clear error for each file, without any AWS."""

import gzip
import json
import sys

import pytest

from lambdas.core import break_glass, signals, workers
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.policy import BreakGlass
from sandbox import matching
from tests.events import FOLDER, load

POLICY = """
break_glass:
  roles: ["BreakGlass*"]
  users: ["breakglass-*"]
"""
SECTION = BreakGlass(roles=("BreakGlass*",), users=("breakglass-*",))
USED = "sts/AssumeRole-same-account.json"
MOVED = "organizations/MoveAccount.json"
NOTHING = "portal/ListAccounts.json"


@pytest.fixture
def check(run_in, tmp_path):
    """The command, with a policy, in a shell that points at no AWS."""
    (tmp_path / "access.yaml").write_text(POLICY)
    run = run_in({})
    return lambda *files: run("check-event", "--json", *files)


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return file

    return written


def only(ended):
    (event,) = ended.document["events"]
    return event


def test_a_use_of_break_glass(check):
    """The rules that match, by the names they are deployed under, and the finding; no signal."""
    file = FOLDER / USED
    ended = check(file)
    event = only(ended)
    assert ended.status == 0
    assert (event["file"], event["rules"], event["signal"]) == (str(file), ["BreakGlassRole"], None)
    assert (event["finding"]["kind"], event["finding"]["subject"]) == ("use", "BreakGlassAdmin")
    assert "error" not in event


def test_a_rule_of_ours_is_disabled(check):
    """Two rules hear of it: the one that makes an incident, and the watch over it."""
    event = only(check(FOLDER / "events/DisableRule.json"))
    assert event["rules"] == ["AlarmPath", "RuleWatch"]
    assert event["finding"]["kind"] == "tamper"


def test_a_signal(check):
    """An event about an account names the accounts it would have looked at."""
    event = only(check(FOLDER / MOVED))
    assert event["rules"] == ["MoveAccount"]
    assert event["signal"] == {"kind": "MoveAccount", "accounts": ["345678901234"], "everything": False}
    assert event["finding"] is None


def test_a_worker(check, write):
    """An event from HR on Gatehouse's own bus is the workers' signal."""
    detail = {
        "id": "evt-1",
        "type": "worker.left",
        "timestamp": "2026-05-04T10:00:00Z",
        "data": {"email": "lena@example.com", "effective_at": "2026-05-04T11:00:00Z"},
    }
    event = only(
        check(write("hr.json", {"source": workers.WORKER_SOURCE, "detail-type": "worker.left", "detail": detail}))
    )
    assert (event["rules"], event["signal"]) == (["WorkerEvents"], {"kind": "worker.left", "worker": "evt-1"})


def test_an_event_nobody_looks_at(check):
    """No rule, no signal, no finding is a verdict, too."""
    event = only(check(FOLDER / NOTHING))
    assert (event["rules"], event["signal"], event["finding"]) == ([], None, None)


@pytest.mark.parametrize(
    "name", [USED, MOVED, "signin/ConsoleLogin-user-mfa.json", "organizations/CreateAccountResult-succeeded.json"]
)
def test_a_record_without_its_envelope(check, write, name):
    """A bare CloudTrail record has the verdict it has in EventBridge's envelope."""
    bare, whole = only(check(write("bare.json", load(name)["detail"]))), only(check(FOLDER / name))
    assert {**bare, "file": ""} == {**whole, "file": ""}


@pytest.mark.parametrize(
    ("event_type", "detail_type"),
    [
        ("AwsApiCall", "AWS API Call via CloudTrail"),
        ("AwsServiceEvent", "AWS Service Event via CloudTrail"),
        ("AwsConsoleSignIn", "AWS Console Sign In via CloudTrail"),
        ("AwsConsoleSignin", "AWS Console Sign In via CloudTrail"),
    ],
)
def test_the_envelope_eventbridge_would_set(check, write, monkeypatch, event_type, detail_type):
    """The record is wrapped as EventBridge does: source by the service, detail-type by the type of the event."""
    seen = []
    monkeypatch.setattr("cli.check_event.matches", lambda pattern, event: seen.append(event))
    check(write("bare.json", {**load(USED)["detail"], "eventType": event_type}))
    assert {(event["source"], event["detail-type"]) for event in seen} == {("aws.sts", detail_type)}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("wrap", [lambda records: {"Records": records}, lambda records: records])
def test_many_in_one_file(check, write, pack, wrap):
    """A CloudTrail log file or a list, compressed or not: each record has its verdict, in order."""
    records = [load(USED)["detail"], load(NOTHING)["detail"], load(MOVED)["detail"]]
    ended = check(write("log", pack(json.dumps(wrap(records)).encode())))
    events = ended.document["events"]
    assert ended.status == 0
    assert [event["index"] for event in events] == [0, 1, 2]
    assert [bool(event["finding"]) for event in events] == [True, False, False]
    assert [bool(event["signal"]) for event in events] == [False, False, True]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"break glass!", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"\x1f\x8b broken", "not a whole gzip file"),
        (gzip.compress(b"[1]" * 99)[:-9], "not a whole gzip file"),
        (gzip.compress(b"nonsense"), "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"7", "expected an event, found a number"),
        (b'"text"', "expected an event, found text"),
        (b"null", "expected an event, found null"),
        (b"{}", "neither an EventBridge event"),
        (b'{"Records": 7}', "neither an EventBridge event"),
        (b'{"detail": "text"}', "neither an EventBridge event"),
        (b'{"eventName": 7, "eventSource": []}', "neither an EventBridge event"),
    ],
)
def test_nonsense(check, write, content, says):
    """What is no event has an error that says what it is, and status 1; nothing breaks."""
    ended = check(write("nonsense", content))
    event = only(ended)
    assert ended.status == 1
    assert says in event["error"]
    assert (event["rules"], event["signal"], event["finding"]) == ([], None, None)


def test_a_bad_file_does_not_hide_a_good_one(check, write, tmp_path):
    """Every file has its own answer, and the status says that one of them could not be read."""
    ended = check(tmp_path / "missing.json", tmp_path, FOLDER / USED, write("list.json", [load(USED), 7]))
    errors = [event.get("error", "") for event in ended.document["events"]]
    assert ended.status == 1
    assert [bool(error) for error in errors] == [True, True, False, False, True]
    assert "No such file" in errors[0]


def test_an_empty_log(check, write):
    """A log without records is no error: there is nothing to say."""
    ended = check(write("empty.json", {"Records": []}))
    assert (ended.status, ended.document) == (0, {"events": []})


def test_the_patterns_are_those_that_are_deployed(check, monkeypatch):
    """Every rule of the stacks is asked, in the order they are deployed, with its own pattern."""
    asked = []
    monkeypatch.setattr("cli.check_event.matches", lambda pattern, _: asked.append(pattern))
    check(FOLDER / USED)
    rules = (*signals.event_rules(), *break_glass.event_rules(SECTION), rule_watch(), *workers.event_rules())
    assert asked == [rule.pattern for rule in rules]


def test_for_people(run_in, tmp_path):
    """Without --json: the event, its rules, and in one line what would happen."""
    (tmp_path / "access.yaml").write_text(POLICY)
    ended = run_in({})("check-event", FOLDER / USED, FOLDER / MOVED, FOLDER / NOTHING, tmp_path / "missing")
    for part in (
        "AssumeRole",
        "rules: BreakGlassRole",
        "finding: use (high): role BreakGlassAdmin in 123456789012, by arn:aws:iam::123456789012:user/breakglass-",
        "signal: MoveAccount, looks at 345678901234",
        "rules: none, it is not looked at",
        "cannot be checked: cannot be read: No such file or directory",
    ):
        assert part in ended.out


def test_a_policy_with_mistakes(run_in, tmp_path):
    """Without a policy that holds there is no verdict: status 64."""
    (tmp_path / "access.yaml").write_text("break_glass: {rolls: [x]}")
    assert run_in({})("check-event", FOLDER / USED).status == 64


def test_a_name_that_fits_no_rule(run_in, tmp_path):
    """A policy that could not be deployed says so here, too."""
    (tmp_path / "access.yaml").write_text(f"break_glass: {{roles: [{'x' * 2000}]}}")
    ended = run_in({})("check-event", FOLDER / USED)
    assert ended.status == 1
    assert "is too long" in ended.err


def test_without_ministack(check, monkeypatch):
    """The extra that has the matcher is named when it is not installed."""
    matching._find_matcher.cache_clear()
    monkeypatch.setitem(sys.modules, "ministack.services", None)
    ended = check(FOLDER / USED)
    assert ended.status == 1
    assert "pip install 'gatehouse[sandbox]'" in ended.err
