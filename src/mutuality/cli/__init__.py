"""The commands, for people who work in a terminal and for scripts.

In:    words on a command line.
Out:   tables for people, or JSON alone on standard output; notes on standard error.
Never: a traceback for bad input. Exit 0 done, 2 refused, 1 a bug.
Read first: app.py, then desk.py.
"""

from mutuality.cli.app import main

__all__ = ["main"]
