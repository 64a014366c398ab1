"""Identity Store: users, groups and memberships."""
