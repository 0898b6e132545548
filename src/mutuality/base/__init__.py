"""The words that every room shares.

In:    nothing but the standard library.
Out:   Refusal, Period, Source, Seal: how we say no, when, whence, and exactly what.
Never: a file, a clock, a database.
Read first: refusal.py.
"""

from mutuality.base.faces import later
from mutuality.base.period import Frequency, Period
from mutuality.base.refusal import Refusal
from mutuality.base.seal import Seal, canonical, seal
from mutuality.base.source import OGL, Source

__all__ = ["OGL", "Frequency", "Period", "Refusal", "Seal", "Source", "canonical", "later", "seal"]
