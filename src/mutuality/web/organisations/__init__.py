"""Organisations, the register of changes, and corrections to it.

In:    codes, names and filters; corrections that people propose.
Out:   pages on published data, the same for every team.
Never: a correction that its own author accepts.
Read first: views, then acts.py.
"""
