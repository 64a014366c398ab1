"""`gatehouse init`: the settings and a first policy from what the organization has."""
