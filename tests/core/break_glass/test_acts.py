"""One act is one finding, however often and wherever it is recorded; and what is told of it."""

from lambdas.core.break_glass import alert_text, find
from tests.core.break_glass.test_verdicts import LONG_NAMES, VERDICTS
from tests.core.break_glass.world import MEMBER, WATCHED, changed
from tests.events import load


def test_an_act_delivered_twice():
    """The envelope's id differs on each delivery, the finding's does not; and no two acts share one."""
    ids = {}
    for name in (*VERDICTS, *LONG_NAMES):
        event = load(name)
        if "eventSource" in event["detail"]:
            again = {**event, "id": "another delivery", "time": "2026-03-02T03:09:00Z"}
            assert find(event, WATCHED).id == find(again, WATCHED).id
        ids.setdefault(find(event, WATCHED).id, []).append(name)
    together = [sorted(names) for names in ids.values() if len(names) > 1]
    assert together == [
        ["sts/AssumeRole-cross-account-source.json", "sts/AssumeRole-cross-account-target.json"],
        ["signin/UserAuthentication-external.json", "signin/UserAuthentication.json"],
    ]


def test_a_record_without_an_id():
    """A record that has lost its ids still has one of its own, the same each time."""
    event = changed("iam/DeleteRole.json", eventID=None)
    other = changed(event, eventTime="2026-03-02T04:00:00Z")
    event["id"] = other["id"] = ""
    assert find(event, WATCHED).id == find(event, WATCHED).id != find(other, WATCHED).id


def root_call(name, **members):
    event = changed("s3/DeleteBucketPolicy-root.json", eventName=name, eventID=f"id-of-{name}", **members)
    return find(event, WATCHED).id


def test_what_one_root_session_calls_is_one_act():
    """The console makes dozens of calls for one page: people hear once of a session, and again of the next one."""
    assert root_call("PutObject") == root_call("GetObject", readOnly=True)
    later = {"userIdentity__sessionContext__attributes__creationDate": "2026-03-03T00:00:00Z"}
    assert root_call("PutObject") != root_call("PutObject", **later)
    assert root_call("PutObject") != root_call("PutObject", recipientAccountId="210987654321")


def test_what_touches_the_credentials_of_root_is_an_act_of_its_own():
    """In the middle of a session that people know of already, a new key or another MFA device rings again."""
    credentials = {"eventSource": "iam.amazonaws.com"}
    ids = {root_call(name, **credentials) for name in ("CreateAccessKey", "DeactivateMFADevice", "CreateUser")}
    assert len(ids) == 3
    assert root_call("CreateUser", **credentials) == root_call("PutObject")


def test_a_root_key_without_a_session_rings_every_hour():
    """A key that is not temporary would be one session for ever."""
    key = {"userIdentity": {"type": "Root", "accountId": MEMBER, "accessKeyId": "AKIA9ZK3XEXAMPLE0021"}}
    first, same, next_hour = (
        root_call("PutObject", eventTime=f"2026-03-02T{time}Z", **key) for time in ("03:07:19", "03:59:00", "04:00:01")
    )
    assert first == same != next_hour


def test_the_steps_of_one_sign_in_are_one_act():
    """That it failed and then succeeded are two: nobody may take the first for the second."""
    failed, succeeded = (
        find(load(f"signin/{name}.json"), WATCHED) for name in ("CredentialVerification-failed", "UserAuthentication")
    )
    assert failed.id != succeeded.id
    assert failed.session == succeeded.session


def test_the_message_can_be_acted_on():
    """Who, from where, which role and account, and what to check next."""
    subject, message = alert_text(find(load("sts/AssumeRole-same-account.json"), WATCHED))
    assert subject == "Break glass used: BreakGlassAdmin in 123456789012"
    for part in ("BreakGlassAdmin", "123456789012", "breakglass-oncall", "203.0.113.40", "Revoke sessions"):
        assert part in message


def test_every_message_says_what_to_do():
    """Each fits a subject of SNS, names the account, and ends with what to check."""
    for name in (*VERDICTS, *LONG_NAMES):
        found = find(load(name), WATCHED)
        subject, message = alert_text(found)
        assert len(subject) <= 100
        assert subject.isascii()
        assert found.account_id in message
        assert message.endswith(found.check)


def test_a_sign_in_without_mfa_is_said():
    """That there was no second factor stands in the message."""
    assert "without MFA" in alert_text(find(load("signin/ConsoleLogin-root-no-mfa.json"), WATCHED))[1]
    assert "without MFA" not in alert_text(find(load("signin/ConsoleLogin-root-mfa.json"), WATCHED))[1]


def test_an_anomaly_is_passed_on_whole():
    """What AWS says of a strange sign-in is not published, so all of it is in the message."""
    event = {**load("signin/SignInAnomalyAlert.json"), "detail": {"reason": "impossible travel", "user": "kim"}}
    assert "impossible travel" in alert_text(find(event, WATCHED))[1]
    assert find(event, WATCHED).account_id == MEMBER
