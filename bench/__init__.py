"""Measured promises: the real functions of Gatehouse against an embedded AWS that keeps to AWS's quotas."""
