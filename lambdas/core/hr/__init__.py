"""The HR systems Gatehouse can be told by: one file each, one row each."""

from lambdas.core.hr import bamboohr, deel, generic, gusto, hibob, native, personio, rippling
from lambdas.core.hr.provider import Provider

__all__ = ["PROVIDERS", "SOURCES", "Provider"]

# Source, as in POST /workers/{source} -> how it is proven and read.
PROVIDERS = {
    module.PROVIDER.name: module.PROVIDER
    for module in (native, bamboohr, hibob, personio, gusto, deel, rippling, generic)
}
SOURCES = tuple(PROVIDERS)
