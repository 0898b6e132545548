"""People, teams, roles, invitations, links, keys and sessions.

In:    e-mail addresses, secrets that people present.
Out:   people and the roles they hold, which every act asks for.
Never: a secret in the clear, or a word on whether an address is known here.
Read first: models.py, then acts.py.
"""
