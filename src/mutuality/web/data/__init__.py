"""What is loaded, uploads, history and undo.

In:    publishers' files from a browser.
Out:   what a load would do, and loads that can be undone.
Never: a load that nobody looked at first.
Read first: acts.py, then work.py.
"""
