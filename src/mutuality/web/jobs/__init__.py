"""Work that outlives a request: its progress, its end, and how to run it again.

In:    a kind of work and its inputs.
Out:   a Job whose progress survives a reload.
Never: a job that says it is running when nobody works on it.
Read first: models.py, then work.py.
"""
