"""Pages on findings and models.

In:    requests.
Out:   pages, and files of what they show.
Never: a reader's own query in what is kept for all.
"""
