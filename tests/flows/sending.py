"""HR systems as the tests play them: each signs as it is documented to."""

from lambdas.core.hr import PROVIDERS
from lambdas.core.hr.connections import Connection
from lambdas.core.webhooks import Request, Scheme
from tests.flows.fake_door import NOW

NATIVE_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SECRET = "a-secret-of-ours"
MAPPING = {"email": "email", "left": "status == 'terminated'", "attributes": {"department": "department"}}
API = {"url": "https://hr.example.com/people/{id}", "headers": {"Authorization": "Bearer k"}}
STANDARD = ("native", "generic")


def make_connections() -> dict[str, Connection]:
    """Every source connected, each with all it needs."""
    thin = {"current": SECRET, "mapping": MAPPING, "api": API}
    bamboohr = {"current": SECRET, "api": {"company": "example", "key": "k"}, "time_zone": "Europe/Lisbon"}
    declared = {
        **{name: {"current": NATIVE_SECRET} for name in STANDARD},
        **dict.fromkeys(("hibob", "personio", "gusto", "deel"), thin),
        "bamboohr": bamboohr,
        "rippling": {**thin, "company": "63f1"},
    }
    return {name: Connection.model_validate(found) for name, found in declared.items()}


def sign(source: str, body: bytes, message_id: str = "msg_1") -> dict[str, str]:
    """The headers of a genuine request, content type included."""
    provider, now = PROVIDERS[source], str(int(NOW.timestamp()))
    headers = {"content-type": provider.content_types[0]}
    if not isinstance(provider.proof, Scheme):
        return headers | {"authorization": f"Bearer {SECRET}"}
    secret = NATIVE_SECRET if source in STANDARD else SECRET
    signature = provider.proof.sign(secret, body, message_id=message_id, timestamp=now)
    named = {provider.proof.timestamp: now, provider.proof.id: message_id}
    return headers | {provider.proof.header: signature} | {name: value for name, value in named.items() if name}


def send(source: str, body: bytes, message_id: str = "msg_1") -> Request:
    """A genuine request."""
    return Request(sign(source, body, message_id), body, NOW, source_ip="203.0.113.7")
