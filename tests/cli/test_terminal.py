"""At a terminal: colours, a progress bar, and the question before anything is changed."""

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable
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
            # Whoever runs these tests in the background has Ctrl-C ignored, and so would the command.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.chdir(folder)
            os.execve(command, [command, *arguments], environment)  # noqa: S606 - our own command
        self.shown = ""

    def wait_for(self, text: str, seconds: float = 30) -> None:
        self._read_until(lambda: text in self.shown, seconds)
        assert text in self.shown

    def answer(self, text: str) -> int:
        """Type, and read until the command ends: its exit status."""
        os.write(self._screen, text.encode())
        ended = self._read_until(lambda: False, 30)
        os.close(self._screen)
        assert ended
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read_until(self, enough: Callable[[], bool], seconds: float) -> bool:
        """Read until it is enough or the time is over; True when the command has ended before."""
        until = time.monotonic() + seconds
        while not enough() and (left := until - time.monotonic()) > 0:
            if select.select([self._screen], [], [], left)[0] and not self._read():
                return True
        return False

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
    assert terminal.answer("y\n") == 0
    assert "\x1b[32m" in terminal.shown
    assert "1/1" in terminal.shown
    assert grown.held_by(team) == {("dev-000", "ReadOnly")}


def test_no_applies_nothing(terminal: Terminal, grown: Cloud, team: str):
    """Enter alone is no."""
    assert terminal.answer("\n") == 1
    assert "Not applied" in terminal.shown
    assert grown.held_by(team) == set()


def test_an_interruption_is_130(terminal: Terminal, grown: Cloud, team: str):
    """Ctrl-C at the question ends it, and nothing is changed."""
    assert terminal.answer("\x03") == 130
    assert "Interrupted." in terminal.shown
    assert "Traceback" not in terminal.shown
    assert grown.held_by(team) == set()
