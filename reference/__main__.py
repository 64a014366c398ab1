"""`python -m reference`: write the computed pages of docs/."""

from reference.pages import ROOT, make_pages

for path, text in make_pages().items():
    (ROOT / path).write_text(text, encoding="utf-8")
