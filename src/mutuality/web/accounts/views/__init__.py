"""Pages of people and teams.

In:    requests.
Out:   pages.
Never: anything of another team.
"""
