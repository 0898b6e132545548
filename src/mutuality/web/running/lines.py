"""gunicorn's own messages as lines of JSON, like every other line of the log.

In:    what gunicorn has to say.
Out:   lines without what a visitor sent.
Never: an address, an IP address or a header, which gunicorn quotes where a request went wrong.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from mutuality.web.logs import JsonLines

WENT_WRONG = "A request could not be read or answered."


class Lines(Logger):
    """Says what the first process says, and of the others only what kind of thing went wrong.

    The first process starts and stops the others and sees no request. The others see nothing else.
    """

    def setup(self, cfg: Any) -> None:
        """Write each line as JSON."""
        super().setup(cfg)
        self.first = os.getpid()
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A warning; in a process that sees requests, without its words."""
        self._say(logging.WARNING, msg, *args, **kwargs)

    def error(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error; in a process that sees requests, without its words."""
        self._say(logging.ERROR, msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error with its traceback; in a process that sees requests, without its words."""
        self._say(logging.ERROR, msg, *args, **{"exc_info": True, **kwargs})

    def _say(self, level: int, msg: str, *args: Any, **kwargs: Any) -> None:
        if os.getpid() == self.first:
            self.error_log.log(level, msg, *args, **kwargs)
        else:
            self.error_log.log(level, WENT_WRONG, **kwargs)
