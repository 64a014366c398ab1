"""The embedded AWS: one process on loopback that the product deploys to as it would to AWS."""
