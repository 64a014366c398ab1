"""Identity Center, Identity Store and Organizations, inside the ministack process."""

from sandbox.emulator.identity.installation import install

__all__ = ["install"]
