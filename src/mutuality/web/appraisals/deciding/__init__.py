"""Pages on which people say what they think, see what comes of it, and seal it.

In:    scores and weights of people.
Out:   results, papers, seals.
Never: a result without those who disagree with it.
"""
