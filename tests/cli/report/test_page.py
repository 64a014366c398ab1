"""The page of the access review."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.report.command import write_review
from cli.report.page import make_page
from lambdas.core.access_review import AccessReview, Holding
from lambdas.core.accounts import Account
from lambdas.core.assignments import Assignment, Names, PrincipalType
from lambdas.core.explain import Standing

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NUMBER = 200


def make_review(*, name: str = "Developers") -> AccessReview:
    """200 accounts, in each of which a group of two and one user hold something."""
    ids = [f"{n:012}" for n in range(NUMBER)]
    holdings = [
        holding
        for account_id in ids
        for holding in (
            Holding(
                Assignment(account_id, "arn:dev", PrincipalType.GROUP, "g-1"),
                Standing.HELD,
                ("rule 1, access.yaml:6: ou Work",),
            ),
            Holding(Assignment(account_id, "arn:read", PrincipalType.USER, "u-3"), Standing.UNMANAGED),
        )
    ]
    return AccessReview(
        datetime(2026, 5, 4, 12, tzinfo=UTC),
        tuple(holdings),
        {i: Account(i, f"account-{i[-3:]}", ou_path=("Work",)) for i in ids},
        {"g-1": ("u-1", "u-2")},
        Names(
            {},
            {"arn:dev": "Developer", "arn:read": "ReadOnly"},
            {"g-1": name, "u-1": "nadia", "u-2": "ben", "u-3": "cy"},
        ),
    )


class Reader(HTMLParser):
    """The elements of a page, and the text of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_assignment_is_a_line():
    """200 accounts with two assignments each, and the people of the group once."""
    found = Reader(make_page(make_review()))
    assert found.tags.count("tr") == 1 + 2 * NUMBER
    assert found.text.count("ben") == 1
    assert "rule 1, access.yaml:6: ou Work" in found.text
    assert "400 assignments · 3 people · 200 accounts" in found.text


def test_a_name_is_never_code():
    """What somebody called a group is text: no element and no attribute comes of it."""
    plain, hostile = Reader(make_page(make_review())), Reader(make_page(make_review(name=HOSTILE)))
    assert hostile.tags == plain.tags
    assert [name for name, _ in hostile.attributes] == [name for name, _ in plain.attributes]
    assert HOSTILE in hostile.text


def test_the_page_needs_nothing_from_elsewhere():
    """No address but those within the page, and a policy that lets the browser load none."""
    page = make_page(make_review())
    links = [value for name, value in Reader(page).attributes if name in ("href", "src")]
    assert all(value and value.startswith("#") for value in links)
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert "default-src 'none'" in page


def test_a_review_of_nothing():
    """An organization in which nobody has anything is a page, too."""
    assert "0 assignments · 0 people" in make_page(AccessReview(datetime(2026, 5, 4, tzinfo=UTC), ()))


def shown(page: Path, profile: Path, search: str) -> tuple[int, str]:
    """How many lines a browser shows under a filter, and what its page says of it."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom"]
    command = [str(CHROMIUM), *flags, f"{page.as_uri()}?filter={search}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    hidden = len(re.findall(r"<tr [^>]*hidden", done.stdout))
    said = re.search(r'id="shown">(\d+)<', done.stdout)
    return 2 * NUMBER - hidden, said[1] if said else ""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
@pytest.mark.parametrize(
    ("search", "lines"),
    [("", 400), ("account-007", 2), ("NADIA", 200), ("cy", 200), ("nadia account-007", 1), ("nobody-at-all", 0)],
)
def test_the_filter(tmp_path, search, lines):
    """In a browser: words in any order and case, of an account, a person or a member of a group."""
    page, *_ = write_review(make_review(), tmp_path / "review")
    assert shown(page, tmp_path / "profile", search) == (lines, str(lines))
