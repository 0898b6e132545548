"""The sections of a change's page, one idea each.

In:    the material of one page: a registered change, and whatever stands around it.
Out:   blocks of a Document, in reading order.
Never: a comparison told as a cause, or an entry that nobody checked told as a fact.
Read first: material.py, then answer.py.
"""
