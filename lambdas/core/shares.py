"""How the lanes share what Identity Center allows one instance: 20 calls a second and 15 outstanding requests in all.

Source: IAM Identity Center User Guide, "Quotas". A lane keeps to its share whether or not the others use theirs, so a
sweep never stands in the way of a new account or of a leaver.
"""

from dataclasses import dataclass

CALLS_PER_SECOND = 20
OUTSTANDING = 15
# Who reads the whole organization asks for the tags of each account, and AWS answers ten such calls a second
# (Organizations User Guide, "Quotas"): two of them are left to the others.
WHOLE_ORGANIZATION = 8


@dataclass(frozen=True, slots=True)
class Share:
    """What one lane may use. `organizations_per_second` are calls to AWS Organizations; 0 means no limit."""

    calls_per_second: int
    outstanding: int
    organizations_per_second: int = 0


SHARES = {
    "accounts": Share(calls_per_second=7, outstanding=5),
    "workers": Share(calls_per_second=6, outstanding=4),
    "sweep": Share(calls_per_second=5, outstanding=4, organizations_per_second=WHOLE_ORGANIZATION),
    "audit": Share(calls_per_second=1, outstanding=1, organizations_per_second=WHOLE_ORGANIZATION),
}
# Who makes a call now and then.
UNHELD = Share(calls_per_second=0, outstanding=1)
# A person at the command line waits for it, and it leaves a part to every lane.
COMMAND_LINE = Share(calls_per_second=10, outstanding=8)
