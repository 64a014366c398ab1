"""The rules let through whatever the detector reports, within EventBridge's limits. By a matcher that is not ours."""

import json
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.core.break_glass import Names, event_rules, find
from lambdas.core.break_glass.globs import make_wildcard
from lambdas.core.break_glass.table import KINDS
from lambdas.core.errors import RejectError
from lambdas.core.patterns import holds
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import Regions
from sandbox.matching import matches
from tests.core.break_glass.test_verdicts import LONG_NAMES, VERDICTS
from tests.core.break_glass.world import MEMBER, WATCHED, api_call, changed
from tests.events import FOLDER, load

RECORDS = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json"))
LONGEST_PATTERN = 2048
# Far below the 300 rules a bus may have (EventBridge quotas).
MOST_RULES = 40

NAMES = st.text(alphabet="abAB-_.", min_size=1, max_size=8)
GLOBS = st.lists(st.sampled_from(["a", "B", "-", "_", ".", "?", "*", "[ab]", "[!a]", "["]), min_size=1, max_size=6).map(
    "".join
)
EVENT_NAMES = sorted(
    {
        name
        for kind in KINDS
        for pattern in kind.patterns(WATCHED)
        for name in pattern.get("detail", {}).get("eventName", [])
        if isinstance(name, str)
    }
)
SOURCES = ("sts", "signin", "iam", "sso", "sso-directory", "identitystore", "identitystore-scim", "cloudtrail")


def let_through(event, policy):
    return [rule.name for rule in event_rules(policy) if matches(rule.pattern, event)]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_is_reported_is_let_through(name):
    """No record the detector reports is filtered out by the rules."""
    event = load(name)
    assert find(event, WATCHED) is None or let_through(event, WATCHED)


@settings(max_examples=300, deadline=None)
@given(
    role=NAMES, globs=st.lists(GLOBS, min_size=1, max_size=3), path=st.sampled_from(["", "a/", "a/B/"]), data=st.data()
)
def test_any_role_is_let_through(role, globs, path, data):
    """Whatever the role, its path and the policy's globs: what is found is let through, refused or not."""
    policy = BreakGlass(roles=tuple(globs), permission_sets=tuple(globs), users=tuple(globs))
    name = data.draw(st.sampled_from([role, f"AWSReservedSSO_{role}_9c41e2b7d05f8a36"]))
    arn = f"arn:aws:iam::{MEMBER}:role/{path}{name}"
    events = (
        changed("sts/AssumeRole-same-account.json", requestParameters__roleArn=arn),
        changed("sts/AssumeRole-denied.json", errorMessage=f"X is not authorized ... on resource: {arn} because"),
        changed("iam/DeleteRole.json", requestParameters__roleName=name),
        changed("iam/UpdateAssumeRolePolicy-denied.json", errorMessage=f"X ... on resource: role {name} because"),
        changed("iam/DeactivateMFADevice.json", requestParameters__userName=role),
        changed("iam/CreateAccessKey-itself.json", userIdentity__userName=role),
        changed("portal/GetRoleCredentials.json", serviceEventDetails__role_name=role),
    )
    for event in events:
        assert find(event, policy) is None or let_through(event, policy)
    if any(fnmatchcase(name, glob) for glob in globs):
        assert all(find(event, policy) for event in events[:4])


@settings(max_examples=300, deadline=None)
@given(
    source=st.sampled_from(SOURCES),
    name=st.sampled_from(EVENT_NAMES),
    parameters=st.dictionaries(
        st.sampled_from(["roleArn", "roleName", "userName", "groupId", "id", "userId", "name", "permissionSetArn"]),
        st.sampled_from(["BreakGlassAdmin", "breakglass-1", "organization", "Gatehouse-x", "", "EmergencyAdmin"]),
    ),
    members=st.fixed_dictionaries(
        {},
        optional={
            "errorCode": st.sampled_from(["AccessDenied", None]),
            "errorMessage": st.sampled_from(["on resource: role BreakGlassAdmin", "", None]),
            "userIdentity": st.sampled_from(
                [{"type": "Root"}, {}, None, {"type": "IAMUser", "userName": "breakglass-1"}]
            ),
            "responseElements": st.sampled_from([None, {}, {"ConsoleLogin": "Failure"}]),
            "serviceEventDetails": st.sampled_from([None, {"role_name": "EmergencyAdmin"}]),
        },
    ),
)
def test_any_event_is_let_through(source, name, parameters, members):
    """Generated events, whole or with parts missing: none breaks the detector, and none it reports is filtered out."""
    event = api_call(source, name, parameters, **members)
    found = find(event, WATCHED)
    assert found is None or let_through(event, WATCHED)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=5), inner, max_size=2)),
    max_leaves=4,
)
MEMBERS = (
    "userIdentity",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "serviceEventDetails",
    "errorMessage",
    "readOnly",
    "eventID",
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from([*VERDICTS, *LONG_NAMES]), member=st.sampled_from(MEMBERS), value=JSON)
def test_nothing_in_a_record_breaks_the_detector(name, member, value):
    """Whatever stands in a member of a record, there is a finding or none."""
    found = find(changed(name, **{member: value}), WATCHED, Names())
    assert found is None or found.to_document()


@given(glob=GLOBS, name=NAMES)
def test_a_wildcard_is_never_narrower_than_its_glob(glob, name):
    """What fits the glob fits the wildcard made of it."""
    assert not fnmatchcase(name, glob) or holds([make_wildcard(glob)], name)


@pytest.mark.parametrize("count", [0, 1, 200])
def test_limits(count):
    """Every pattern is within EventBridge's limit and accepted, and for a usual policy there are few rules."""
    names = tuple(f"BreakGlass-{number:03}-{'x' * 40}" for number in range(count))
    policy = BreakGlass(roles=names, users=names, permission_sets=names[:3], groups=names, directory_users=names)
    rules = event_rules(policy)
    for rule in rules:
        assert len(json.dumps(rule.pattern, separators=(",", ":"))) <= LONGEST_PATTERN
        matches(rule.pattern, load("sts/AssumeRole-denied.json"))
    if count <= 1:
        assert len(rules) <= MOST_RULES
    assert len({rule.name for rule in rules}) == len({rule.description for rule in rules}) == len(rules)


def test_many_names_are_split():
    """Each of two hundred roles is let through by exactly one rule."""
    names = [f"BreakGlass-{number:03}-{'x' * 40}" for number in range(200)]
    policy = BreakGlass(roles=tuple(names))
    for name in names[::20]:
        event = changed(
            "sts/AssumeRole-same-account.json", requestParameters__roleArn=f"arn:aws:iam::{MEMBER}:role/{name}"
        )
        assert len(let_through(event, policy)) == 1


@pytest.mark.parametrize("where", ["roles", "users", "permission_sets"])
def test_a_name_that_fits_no_rule(where):
    """A name that alone is too long for a pattern is refused, with the name and where it stands."""
    name = "x" * 2000
    with pytest.raises(RejectError, match=rf"break_glass\.\w+: '.*{name}.*' is too long.*2,048"):
        event_rules(BreakGlass.model_validate({where: [name]}))


def test_which_rules_take_read_only_events():
    """Roles, the portal and root need them; nothing else pays for them."""
    assert {rule.name for rule in event_rules(WATCHED) if rule.read_only} == {
        "BreakGlassRole",
        "BreakGlassPortal",
        "RootUser",
        "RootAssumed",
    }


def test_where_rules_are_needed():
    """Global services report in us-east-1, Identity Center in its Region, what has Regional endpoints anywhere."""
    where = {rule.name: (rule.regions, rule.members) for rule in event_rules(WATCHED)}
    assert where["BreakGlassConsole"] == where["Trails"] == where["RootUser"] == (Regions.EVERY, True)
    assert where["BreakGlassRoleChange"] == (Regions.GLOBAL, True)
    assert where["BreakGlassPortal"] == where["BreakGlassGroupChange"] == (Regions.HOME, False)
    assert where["ServiceControlPolicies"] == (Regions.GLOBAL, False)
