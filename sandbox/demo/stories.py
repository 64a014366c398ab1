"""The three stories. What each must end in is written here by hand, and read back with plain boto3."""

import uuid

from sandbox.demo.hr import Sender, left
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import AWS, GATEHOUSE, HR, wait_for
from sandbox.seed import BREAK_GLASS_ROLE, BREAK_GLASS_USER, email, make_accounts

EVERYWHERE = frozenset({"Security: SecurityAudit", "Finance: BillingViewer", "Emergency: EmergencyAdmin"})
IN_DEV = EVERYWHERE | {"Developers: Developer", "Operators: DatabaseAdmin"}
IN_PROD = EVERYWHERE | {"Developers: ReadOnly", "Operators: Operator", "Operators: ReadOnly"}
LEAVER, COLLEAGUE = "mia", "ana"


def new_account(stage: Stage) -> None:
    """An account is created, moved to development, then to production."""
    timeline, seeded = stage.timeline, stage.seeded
    timeline.heading("Story 1: a new account gets its default access by itself")
    timeline.happened(AWS, "CreateAccount checkout: a platform engineer asks for an account")
    account_id = make_accounts(stage.sandbox, ["checkout"])["checkout"]
    timeline.happened(AWS, f"CreateAccountResult SUCCEEDED: {account_id} stands in the root")
    _follow(stage, account_id, EVERYWHERE)
    for place, parent, promised in (
        ("Workloads/Dev", seeded.root_id, IN_DEV),
        ("Workloads/Prod", seeded.ous["Workloads/Dev"], IN_PROD),
    ):
        stage.sandbox.client("organizations").move_account(
            AccountId=account_id, SourceParentId=parent, DestinationParentId=seeded.ous[place]
        )
        timeline.happened(AWS, f"MoveAccount checkout to {place}")
        _follow(stage, account_id, promised)
        found = sorted(stage.reader.access(account_id))
        timeline.verified(
            f"in {place} checkout has what the policy promises, and nothing else", found, sorted(promised)
        )


def _follow(stage: Stage, account_id: str, promised: frozenset[str]) -> None:
    """Tell each assignment as it comes and goes, until AWS has what is promised."""
    seen: frozenset[str] = stage.reader.access(account_id)

    def look() -> frozenset[str]:
        nonlocal seen
        found = stage.reader.access(account_id)
        for word, lines in (("granted", found - seen), ("revoked", seen - found)):
            for line in sorted(lines):
                stage.timeline.happened(GATEHOUSE, f"{word} {line}")
        seen = found
        return found

    wait_for(look, lambda found: found == promised)


def leaver(stage: Stage) -> None:
    """HR says a worker has left; what is forged, stale, repeated or wrong has no effect."""
    timeline, reader = stage.timeline, stage.reader
    timeline.heading("Story 2: a worker leaves, and loses everything, with proof")
    sender = Sender(stage.webhook_url(), stage.webhook_secret())
    _refuse(stage, sender)
    event, message_id = left(email(LEAVER), "worker-1012"), f"msg_{uuid.uuid4().hex}"
    status, _ = sender.post(event, message_id=message_id)
    timeline.happened(HR, f"POST /workers: worker.left, {email(LEAVER)}: {status}")
    denied = wait_for(lambda: reader.denied(stage.outputs["QuarantinePolicyId"]), lambda found: LEAVER in found)
    timeline.happened(GATEHOUSE, f"the id of {LEAVER} stands in the quarantine policy: open sessions are denied")
    certificates = wait_for(
        lambda: stage.documents(f"certificate#{stage.seeded.users[LEAVER]}"),
        lambda found: any(certificate["complete"] for certificate in found),
    )
    timeline.happened(GATEHOUSE, "access and memberships removed, read again, certificate written")
    again, _ = sender.post(event, message_id=message_id)
    timeline.happened(HR, f"the same message once more: {again}")
    timeline.verified("denied is the leaver and nobody else", sorted(denied), [LEAVER])
    timeline.verified("no direct assignment is left, anywhere", _direct(stage, LEAVER), [])
    timeline.verified("no membership is left", sorted(reader.memberships(LEAVER)), [])
    timeline.verified(f"{COLLEAGUE} kept hers", sorted(reader.memberships(COLLEAGUE)), ["Developers"])
    timeline.verified("one certificate, complete", [c["complete"] for c in certificates], [True])


def _direct(stage: Stage, user: str) -> list[str]:
    found = stage.reader.matrix()
    return sorted(f"{account}: {line}" for account, lines in found.items() for line in lines if line.startswith(user))


def _refuse(stage: Stage, sender: Sender) -> None:
    """Requests that must have no effect."""
    event = left(email(COLLEAGUE))
    for what, status, expected in (
        ("changed after it was signed", sender.post(event, tamper=b" ")[0], 401),
        ("ten minutes old", sender.post(event, age=600)[0], 401),
        ("not JSON", sender.post(b"{")[0], 400),
        ("of an unknown type", sender.post({**event, "type": "worker.promoted"})[0], 400),
    ):
        stage.timeline.verified(f"a webhook that is {what} is refused with {expected}", status, expected)


def break_glass(stage: Stage) -> None:
    """Somebody on call assumes the emergency role."""
    timeline = stage.timeline
    timeline.heading("Story 3: break-glass access is used, and nobody can miss it")
    inbox, account_id = stage.subscribe(), stage.seeded.accounts["payments-prod"]
    stage.on_call().assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/{BREAK_GLASS_ROLE}", RoleSessionName="payments-are-down"
    )
    timeline.happened(AWS, f"{BREAK_GLASS_USER} assumes {BREAK_GLASS_ROLE} in payments-prod")
    # The hands that gave the accounts their access rang, too: some of it may still be on its way.
    message = wait_for(lambda: stage.receive(inbox), lambda found: "payments-are-down" in found.get("Message", ""))
    timeline.happened(GATEHOUSE, f"message on the topic: {message.get('Subject')}")
    text = message.get("Message", "")
    told = [part for part in (BREAK_GLASS_ROLE, account_id, BREAK_GLASS_USER, "payments-are-down") if part in text]
    timeline.verified("it says which role, where, who, and the session's name", len(told), 4)
    timeline.verified("one incident stands in the state table", stage.incidents(), [BREAK_GLASS_ROLE])
