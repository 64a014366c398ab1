"""The lanes together keep to what AWS allows one instance."""

from lambdas.core.shares import CALLS_PER_SECOND, COMMAND_LINE, OUTSTANDING, SHARES

TAGS_READ_PER_SECOND = 10  # ListTagsForResource (Organizations User Guide, "Quotas")


def test_the_shares_fit_into_the_quota() -> None:
    """All lanes at once stay within Identity Center's calls a second and outstanding requests."""
    assert sum(share.calls_per_second for share in SHARES.values()) <= CALLS_PER_SECOND
    assert sum(share.outstanding for share in SHARES.values()) <= OUTSTANDING
    assert COMMAND_LINE.calls_per_second < CALLS_PER_SECOND


def test_who_reads_everything_leaves_a_part_of_organizations() -> None:
    """The lanes that read the whole organization are held below its quota; the others, which read little, are not."""
    held = {lane for lane, share in SHARES.items() if 0 < share.organizations_per_second < TAGS_READ_PER_SECOND}
    assert held == {"sweep", "audit"}
