"""The facts as AWS tells them: one file for each family of checks. Nothing here judges."""
