"""At a terminal: colours, a progress bar, and the question before anything is changed."""

import os
import pty
import sys
import time
from pathlib import Path

import pytest

from tests.cli.cloud import Cloud
from tests.cli.files import rule
from tests.cli.organizations import POLICY


class Terminal:
    """One command in a process of its own, with a terminal in front of it."""

    def __init__(self, folder: Path, environment: dict[str, str], *arguments: str) -> None:
        command = str(Path(sys.executable).with_name("gatehouse"))
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(command, [command, *arguments], environment)  # noqa: S606 - our own command
        self.shown = ""

    def wait_for(self, text: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while text not in self.shown and time.monotonic() < until and self._read():
            pass
        assert text in self.shown

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def end(self) -> int:
        while self._read():
            pass
        os.close(self._screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self) -> bool:
        """Linux says an error where the other side of a terminal has closed it."""
        try:
            found = os.read(self._screen, 4096)
        except OSError:
            return False
        self.shown += found.decode(errors="replace")
        return bool(found)


@pytest.fixture
def terminal(grown: Cloud, team: str, tmp_path: Path) -> Terminal:
    """`gatehouse apply` with one change due, at its question."""
    (tmp_path / "access.yaml").write_text(POLICY + f"  - {rule(team, '{name: dev-000}')}\n")
    told = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm-256color", **grown.environment}
    found = Terminal(tmp_path, told, "apply", "--stateless")
    found.wait_for("Apply 1 change? [y/N]")
    return found


def test_yes_applies(terminal: Terminal, grown: Cloud, team: str):
    """The plan is coloured, the bar runs to its end, and AWS has the change."""
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "\x1b[32m" in terminal.shown
    assert "1/1" in terminal.shown
    assert grown.held_by(team) == {("dev-000", "ReadOnly")}


def test_no_applies_nothing(terminal: Terminal, grown: Cloud, team: str):
    """Enter alone is no."""
    terminal.type("\n")
    assert terminal.end() == 1
    assert "Not applied" in terminal.shown
    assert grown.held_by(team) == set()


def test_an_interruption_is_130(terminal: Terminal, grown: Cloud, team: str):
    """Ctrl-C at the question ends it, and nothing is changed."""
    terminal.type("\x03")
    assert terminal.end() == 130
    assert "Interrupted." in terminal.shown
    assert "Traceback" not in terminal.shown
    assert grown.held_by(team) == set()
