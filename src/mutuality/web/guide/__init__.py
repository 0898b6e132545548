"""Help, glossary and the statements that every service owes.

In:    the project's own documents.
Out:   pages.
Never: a second text about the same thing.
Read first: topics.py.
"""
