"""`gatehouse report`: the access review, as a page, a table and a document."""
