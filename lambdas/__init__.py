"""Everything that is deployed: one package, one asset for all functions."""
