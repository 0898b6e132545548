"""The sections of the board paper, one idea each.

In:    the material of one paper: an appraisal and whatever stands around it.
Out:   blocks of a Document, in reading order.
Never: a number without a way back to where it came from, or an absence left unsaid.
Read first: material.py, then glance.py.
"""
