"""End with the process that started this one.

In:    standard input, whose other end that process holds open.
Out:   SIGTERM to ourselves once it is gone, however it died.
Never: a server that nobody can find any more.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def follow() -> None:
    """Wait, in a thread, for the end of standard input; then end in order."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="follow").start()
