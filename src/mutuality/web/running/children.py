"""Start Django in processes of its own, so that commands stay quick and know nothing of it.

In:    a command of `python -m mutuality.web`, its words, and a Home.
Out:   its answer as plain data, or its Refusal; or a running child.
Never: a module found in the folder where a person happens to stand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import IO, Any

from mutuality.base import Refusal
from mutuality.web.running.home import Home

PYTHON = (sys.executable, "-P", "-m")
"""Python, without the current folder on its path."""
REFUSED = 2


def ask(
    home: Home,
    *words: str,
    descriptors: tuple[int, ...] = (),
    told: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run a command to its end. `told` is added to its environment.

    Raises its Refusal; a bug is a CalledProcessError.
    """
    done = subprocess.run(
        [*PYTHON, "mutuality.web", *words],
        env=home.environment(os.environ) | dict(told or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        pass_fds=descriptors,
        umask=_umask(home),
        check=False,
    )
    if done.returncode == REFUSED:
        said = json.loads(done.stdout)["refusal"]
        raise Refusal(said["code"], said["problem"], said["remedy"], where=said["where"])
    done.check_returncode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def start(
    home: Home, *words: str, log: IO[bytes], descriptors: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start a child that runs until it is stopped.

    Its standard input stays open as long as this process lives: see parent.py. It has a session
    of its own, so that Ctrl+C reaches this process alone, which then stops its children in order.
    """
    return subprocess.Popen(
        [*PYTHON, *words],
        env=home.environment(os.environ),
        cwd=home.folder,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        pass_fds=descriptors,
        umask=_umask(home),
        start_new_session=True,
    )


def _umask(home: Home) -> int:
    """What one person keeps is for them alone; a server's own mask is left as it is."""
    return -1 if home.is_deployed else 0o077
