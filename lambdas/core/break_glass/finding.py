"""What an event means for break glass."""

from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum


class FindingKind(StrEnum):
    """What happened. Where two are true of one event, the graver one is told."""

    USE = "use"
    """Somebody has the access now."""
    ATTEMPT = "attempt"
    """Somebody tried to use or change it, and was refused or failed."""
    ROOT = "root"
    """The root user of an account acted, or its credentials were touched."""
    TAMPER = "tamper"
    """The access, the way to it, or what watches over it was changed."""


class Severity(IntEnum):
    """How grave. LOW is kept and published; from MEDIUM on, people are told."""

    LOW = 1
    """The event does not tell whether break glass is concerned at all."""
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4
    """Gatehouse may not hear of the next act, or nobody may be able to stop it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What was used or touched: `type` in the words of AWS ('role', 'IAM user', 'trail'), and its name."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One act. `id` is the same for every record of it.

    `event` is the call's name in CloudTrail; `who` and `session` are as far as AWS tells, and empty where it does not;
    `user_id` is the directory user behind it, where there is one;
    `at` is CloudTrail's time (ISO 8601, UTC); `check` is what a person should look at next.
    """

    id: str
    kind: FindingKind
    severity: Severity
    event: str
    account_id: str
    subject: Subject
    session: str
    who: str
    source_ip: str
    region: str
    at: str
    check: str
    note: str = ""
    user_id: str = ""

    def to_document(self) -> dict[str, str]:
        """As the incident keeps it: plain text under plain names, `severity` by its name."""
        plain = {name: str(value) for name, value in asdict(self).items() if name != "subject"}
        told = {"severity": self.severity.name.lower(), "subject_type": self.subject.type, "subject": self.subject.name}
        return {**plain, **told}
