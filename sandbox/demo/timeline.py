"""What people see: a live timeline, an access matrix, and green or red lines for what was verified."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from rich.console import Console
from rich.table import Table

AWS, HR, GATEHOUSE = "[cyan]AWS[/]", "[magenta]HR[/]", "[green]Gatehouse[/]"
Read = TypeVar("Read")
Matrix = Mapping[str, frozenset[str]]


class Timeline:
    """Prints as things happen, and remembers whether everything was as promised."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun = time.monotonic()
        self.mismatches = 0

    def heading(self, text: str) -> None:
        """A new story: the clock starts again."""
        self._console.print(f"\n[bold]{text}[/]")
        self._begun = time.monotonic()

    def happened(self, who: str, what: str) -> None:
        """One line of the story, with the seconds since it began."""
        elapsed = time.monotonic() - self._begun
        self._console.print(f"  {elapsed:5.1f} s  {who:<22} {what}", highlight=False)

    def verified(self, promise: str, found: object, expected: object) -> None:
        """Green when AWS has exactly what was promised, red otherwise."""
        if found == expected:
            self._console.print(f"           [green]✔[/] {promise}", highlight=False)
            return
        self.mismatches += 1
        self._console.print(f"           [red]✘ {promise}: expected {expected}, AWS has {found}[/]", highlight=False)

    def matrix(self, title: str, now: Matrix, before: Matrix | None = None) -> None:
        """Who has what where; + is new since `before`, - is gone."""
        table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
        table.add_column("account")
        table.add_column("access")
        for account in sorted({*now, *(before or {})}):
            table.add_row(account, _cell(now.get(account, frozenset()), (before or now).get(account, frozenset())))
        self._console.print(table)


def _cell(now: Iterable[str], before: Iterable[str]) -> str:
    new, old = set(now), set(before)
    lines = [f"[green]+ {line}[/]" if line not in old else f"  {line}" for line in sorted(new)]
    return "\n".join(lines + [f"[red]- {line}[/]" for line in sorted(old - new)]) or "[dim]none[/]"


def wait_for(read: Callable[[], Read], enough: Callable[[Read], bool], seconds: float = 30) -> Read:
    """What `read` answers once it is enough, or what it answered last when the time is over."""
    until = time.monotonic() + seconds
    while True:
        found = read()
        if enough(found) or time.monotonic() > until:
            return found
        time.sleep(0.25)
