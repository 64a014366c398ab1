"""Account access manager: entitlements of people to roles of member accounts, beside account assignments."""
