"""Pages on which a case is written: the first pass, the task list, its sections, its history.

In:    a case, in parts.
Out:   the case as saved, or what is wrong at each field.
Never: what was typed lost.
"""
