"""Tags that Django templates load by name.

In:    nothing.
Out:   `{% load design %}`.
Never: code; it is in design.py.
"""
