"""Read access for programs.

In:    requests with a key.
Out:   JSON, the shapes of the command line.
Never: a change of anything, or a row of another person's team.
Read first: urls.py.
"""
