"""Facts in, findings out: one family of checks a file. Nothing here asks AWS."""
