"""The workbench: Django pages over the rooms, for people who do not use a terminal.

In:    requests of people who signed in, and the values that the rooms give.
Out:   pages, files and an API; acts, each with a line in the audit record.
Never: a query outside a person's team, a task that needs JavaScript, a request to another host.
Read first: acts.py, then tenancy.py.
"""

__all__: list[str] = []
