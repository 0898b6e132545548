"""Secrets that are shown once and kept as a hash.

In:    nothing, or what somebody presents.
Out:   a fresh secret, and the hash that stands for it.
Never: a secret in the database, a log or the audit record.
"""

from __future__ import annotations

import hashlib
import secrets


def fresh() -> str:
    """A secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
