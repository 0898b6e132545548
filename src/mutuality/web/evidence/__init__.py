"""Models, findings and what they say.

In:    filters.
Out:   pages on studies and on the catalogue of models.
Never: a finding nobody checked shown as fact.
Read first: views.
"""
