"""The pages of docs/ that are computed: from the template, and from counts and prices. `make docs` writes them."""
