"""Choosing between ways of working together, with the people concerned.

In:    cases as people write them, and what they think.
Out:   versions, scenarios, papers and seals.
Never: a change of what is sealed, or one person's work lost under another's.
Read first: models.py, then acts.py.
"""
