"""Passages to a generation: encoder, vectors, lexical index, metadata, manifest."""
