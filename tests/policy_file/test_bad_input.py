"""Files that are no policy at all."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_file import read_policy
from policy_file.document import MAX_BYTES

TODAY = date(2030, 1, 15)
RULE = "  - {group: Developers, permission_set: ReadOnly, accounts: {ou: Workloads/Dev}}\n"

BAD = {
    "empty": (b"", "1:1: the file is empty"),
    "only a comment": (b"# later\n", "1:1: the file is empty"),
    "one megabyte": (("access:\n" + RULE * 13_000).encode(), "1:1: the file has"),
    "not UTF-8": (b"access: []\n# caf\xe9\n", "2:6: expected UTF-8, found the byte 0xe9"),
    "UTF-16": ("access: []".encode("utf-16"), "1:1: expected UTF-8"),
    "a control character": (b"access: [\x00]\n", "1:10: a control character"),
    "nested a thousand times": (b"access: " + b"[" * 1_000, "1:28: nested more than 20 levels deep"),
    "nested by mappings": (b"{a: " * 100_00, "nested more than 20 levels deep"),
    "a tab": (b"access:\n\t- {}\n", "2:1: tabs cannot indent YAML"),
    "just a word": (b"hello\n", "1:1: expected a mapping"),
    "half of a character": (b'access: ["\\ud800"]\n', "1:10: half of a character"),
    "a list as key": (b"? [a, b]\n: c\n", "1:3: expected a name as key"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_a_file_that_is_no_policy_is_one_clear_problem_in_under_two_seconds(text: bytes, expected: str) -> None:
    """Whatever the bytes are, the answer is one problem with its place, soon."""
    started = time.monotonic()
    reading = read_policy(text, "access.yaml", today=TODAY)
    assert time.monotonic() - started < 2
    assert reading.policy is None
    assert [expected in str(problem) for problem in reading.problems] == [True]


def test_the_largest_file_that_is_read_is_read_in_seconds() -> None:
    """The limit on the size keeps the reading short."""
    text = "permission_sets: {R: {}}\naccess:\n"
    rules = (f'  - {{group: A, permission_set: R, accounts: {{id: "{n:012d}"}}}}\n' for n in range(MAX_BYTES // 67))
    text += "".join(rules)
    started = time.monotonic()
    reading = read_policy(text.encode(), "access.yaml", today=TODAY)
    assert time.monotonic() - started < 20
    assert reading.problems == ()


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!#'\"\n \t|>%?,0.~", max_size=80).map(str.encode))
def test_no_bytes_raise(text: bytes) -> None:
    """Reading never raises: a policy or problems, each with its place."""
    reading = read_policy(text, "access.yaml", today=TODAY)
    assert reading.policy is not None or reading.problems
    assert all(problem.place.count(":") == 2 for problem in reading.problems)


@given(
    st.recursive(
        st.sampled_from(["1", "x", "''", "~", "true", "1.5", "2030-01-01"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
            | st.dictionaries(
                st.sampled_from(["group", "groups", "permission_set", "accounts", "ou", "not", "tag", "until", "a"]),
                inner,
                max_size=3,
            ).map(lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}")
        ),
        max_leaves=8,
    ),
    st.sampled_from(["permission_sets", "access", "workers", "exceptions", "break_glass", "safety"]),
)
def test_no_value_in_any_section_raises(value: str, section: str) -> None:
    """Values of every type in every place are a policy or problems."""
    reading = read_policy(f"{section}: {value}\n".encode(), "access.yaml", today=TODAY)
    assert reading.policy is not None or reading.problems
