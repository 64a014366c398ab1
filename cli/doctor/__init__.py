"""`gatehouse doctor`: is this deployment able to work?

`readers` ask AWS for facts, `checks` judge them: one file of each for a family of checks, and `checks` know no AWS.
"""
