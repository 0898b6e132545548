"""gunicorn's settings for the workbench of an organisation.

In:    two variables of the environment, both with a default that is right for most.
Out:   the names that gunicorn reads.
Never: an access log: it would hold addresses, and an address can hold a secret. The workbench
       writes a line for each request itself, with the route and without what was typed.
"""

import os
from contextlib import ExitStack
from pathlib import Path

from mutuality.base import Refusal
from mutuality.web.running.locks import IN_USE, held

wsgi_app = "mutuality.web.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
# A process begins afresh now and then, and not all at once.
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Only the proxy on this machine is believed about who visits and how.
forwarded_allow_ips = "127.0.0.1,::1"
accesslog = None
errorlog = "-"
logger_class = "mutuality.web.running.lines.Lines"
control_socket_disable = True
# A heartbeat on a disk that is busy would look like a process that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
proc_name = "mutuality"

_UNTIL_THE_END = ExitStack()


def on_starting(server: object) -> None:
    """Say that the installation is in use, so that no backup is restored under its feet."""
    restoring = Refusal(
        "WEB-186",
        "A backup is being restored here.",
        "Wait until `mutuality restore` has ended.",
    )
    lock = Path(os.environ["MUTUALITY_HOME"]) / f"{IN_USE}.lock"
    _UNTIL_THE_END.enter_context(held(lock, alone=False, otherwise=restoring))
