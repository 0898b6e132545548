"""gunicorn's settings for one person's workbench (an organisation's are in deploy/).

In:    the number of processors.
Out:   the names that gunicorn reads.
Never: an access log: it would hold addresses, and an address can hold a secret.
"""

from __future__ import annotations

import os
from typing import Any

from mutuality.web.running.parent import follow

wsgi_app = "mutuality.web.wsgi:application"
worker_class = "gthread"
workers = min(2, os.cpu_count() or 1)
threads = 4
timeout = 120
graceful_timeout = 10
keepalive = 5
accesslog = None
logger_class = "mutuality.web.running.lines.Lines"
control_socket_disable = True
proc_name = "mutuality"


def on_starting(server: Any) -> None:
    """Once, in the process that looks after the others."""
    del server
    follow()
