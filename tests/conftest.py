"""How much generated tests generate: more where nobody waits."""

import os

from hypothesis import settings

settings.register_profile("ci", max_examples=1000, deadline=None)
settings.register_profile("here", max_examples=100, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
