"""Pages of organisations, changes, peers and corrections.

In:    a request.
Out:   a page, a file, or an act followed by a redirect.
Never: a change made by a GET.
"""
