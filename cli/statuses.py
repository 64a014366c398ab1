"""How a command ends: the exit statuses of `gatehouse`, the same for every command."""

from enum import IntEnum


class Status(IntEnum):
    """BAD_USAGE is sysexits.h's EX_USAGE, so that 2 can mean that changes are due."""

    DONE = 0
    FAILED = 1
    CHANGES_DUE = 2
    HELD = 3
    BAD_USAGE = 64
    INTERRUPTED = 130
