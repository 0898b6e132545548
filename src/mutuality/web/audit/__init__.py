"""The record of everything that was done: append-only, each line bound to the one before.

In:    a downloaded record.
Out:   its lines, and every place where its chain does not hold.
Never: Django in this face: the command line enters here.
Read first: chain.py, then record.py.
"""

from mutuality.web.audit.chain import Break, check, read

__all__ = ["Break", "check", "read"]
