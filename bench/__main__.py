"""Takes every measure and prints a line for each; exit status 1 when a promise is not kept."""

import sys

from bench import lanes, new_account, operations, sweeps
from bench.measures import show

SECTIONS = {
    "new-account": new_account.measure,
    "operations": operations.measure,
    "sweeps": sweeps.measure,
    "lanes": lanes.measure,
}


def main() -> int:
    """Take the sections that are named, or all."""
    wanted = sys.argv[1:] or list(SECTIONS)
    return 0 if show(SECTIONS[name] for name in wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
