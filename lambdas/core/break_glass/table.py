"""Every kind of event that matters to break glass: one table, one row per kind.

The same row makes the rules that let an event through and reads it when it arrives, so the two cannot differ.
"""

from lambdas.core.break_glass import (
    alarm_path,
    announcements,
    console,
    directory,
    directory_sign_in,
    iam,
    identity_center,
    identity_provider,
    organization,
    portal,
    roles,
    root,
    trails,
)
from lambdas.core.break_glass.kind import Kind

KINDS: tuple[Kind, ...] = (
    *roles.KINDS,
    *console.KINDS,
    *portal.KINDS,
    *directory_sign_in.KINDS,
    *iam.KINDS,
    *identity_center.KINDS,
    *directory.KINDS,
    *alarm_path.KINDS,
    *trails.KINDS,
    *organization.KINDS,
    *identity_provider.KINDS,
    *root.KINDS,
    *announcements.KINDS,
)
