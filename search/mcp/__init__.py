"""A server for language models by the Model Context Protocol: search, read, resolve, cite and check.

`live` holds one generation for a call, `answers` and `checked` are the shapes of what is given, `quoting` keeps the
words of documents apart from our own, `tools/` has one tool a file, `server` brings them together. What a model must
not get wrong is said in the answer itself, beside the words concerned: most models see nothing else.
"""
