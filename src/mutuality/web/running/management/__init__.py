"""Where Django looks for commands.

In:    nothing.
Out:   the commands beside this file.
Never: anything of its own.
"""
