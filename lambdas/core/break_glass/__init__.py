"""Break glass: from one event to a Finding, or to none, and the rules that let such events through.

table.py     the kinds of events, one row each; a file for each family
kind.py      what a row is
detector.py  find, event_rules, what_to_look_up
watched.py   what the policy means, held against what an event names
lookups.py   what must be looked up before an event can be judged
record.py    one CloudTrail record, read with care
actors.py    who acted
finding.py   what an event means
alert.py     how people read it
"""

from lambdas.core.break_glass.alert import alert_text
from lambdas.core.break_glass.detector import event_rules, find, what_to_look_up
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.lookups import Lookups
from lambdas.core.break_glass.watched import Names

__all__ = [
    "Finding",
    "FindingKind",
    "Lookups",
    "Names",
    "Severity",
    "Subject",
    "alert_text",
    "event_rules",
    "find",
    "what_to_look_up",
]
