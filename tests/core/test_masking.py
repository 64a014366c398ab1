"""What a log line says of people: nothing that names one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("offboarded ana.maria+x@example.com", "offboarded ***@example.com"),
        ("a@b.example, c@d.example", "***@b.example, ***@d.example"),
        ("no address: user@host, @example.com", "no address: user@host, @example.com"),
        ("arn:aws:iam::111122223333:role/Admin", "arn:aws:iam::111122223333:role/Admin"),
    ],
)
def test_addresses(text, masked):
    """Of an e-mail address the domain is left, of anything else everything."""
    assert mask(text) == masked


def test_names():
    """A name under a key that says so is masked, however the key is spelt; a name of something else is not."""
    found = mask({"given_name": "Ana", "data": [{"DisplayName": "Ana M", "familyName": "M"}], "name": "payments-dev"})
    assert found == {"given_name": "***", "data": [{"DisplayName": "***", "familyName": "***"}], "name": "payments-dev"}


def test_keys():
    """An address that is a key is masked as well."""
    assert mask({"ana@example.com": "offboarded"}) == {"***@example.com": "offboarded"}


trees = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(), st.emails()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


@given(trees, st.from_regex(r"[a-z0-9._-]{1,20}@[a-z]{1,10}\.example", fullmatch=True))
def test_nothing_slips_through(tree, address):
    """Wherever an address stands, it is not in the line; and masking twice is masking once."""
    line = mask({"there": [tree, {"deep": address}, f"user {address}: denied"]})
    assert address not in json.dumps(line)
    assert mask(line) == line
