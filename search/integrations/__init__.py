"""Retrievers for frameworks that answer with language models, and data frames. Each module needs its own extra.

A passage that is given to a model keeps its citation, so that what the model says can be checked; a digest of ours is
left out unless asked for, and then says what it is.
"""
