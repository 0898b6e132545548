"""Commands of `python -m mutuality.web`.

In:    nothing.
Out:   the commands beside this file.
Never: anything of its own.
"""
