"""The port that one person's workbench listens on.

In:    a host and a port.
Out:   sockets bound to this machine alone, and the address that a browser opens.
Never: a socket that another machine can reach: there is no encryption here.
"""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack

from mutuality.base import Refusal

LOCALHOST = ("127.0.0.1", "::1")


def loopback(host: str) -> tuple[str, ...]:
    """The addresses meant by a host, all of this machine. Raises Refusal WEB-180 for any other.

    `localhost` and 127.0.0.1 mean both kinds, because a browser may try either for `localhost`,
    and another program must not answer there in our place.
    """
    if host in ("localhost", LOCALHOST[0]):
        return LOCALHOST
    if host == LOCALHOST[1]:
        return (host,)
    raise Refusal(
        "WEB-180",
        f"'{host}' is not localhost, 127.0.0.1 or ::1, and `mutuality serve` has no encryption for "
        "other machines.",
        "Leave --host out to serve this machine alone. For other people, see "
        "docs/how-to/deploy-in-an-organisation.md.",
        where="--host",
    )


def listen(hosts: tuple[str, ...], port: int, *, until: ExitStack) -> list[socket.socket]:
    """Listen on every host that this machine has. Raises Refusal WEB-181 for a port in use.

    Port 0 takes any that is free, the same for all. Sockets are closed when `until` ends.
    """
    found: list[socket.socket] = []
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            one = socket.socket(family, socket.SOCK_STREAM)
            until.callback(one.close)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((host, port))
            one.listen(128)
        except OSError as error:
            if found and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                continue  # a machine without IPv6
            raise _not_free(host, port, error) from error
        port = one.getsockname()[1]
        found.append(one)
    return found


def _not_free(host: str, port: int, error: OSError) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal(
            "WEB-181",
            f"Port {port} is in use by another program.",
            f"Choose another, such as `mutuality serve --port {port + 1}`.",
            where="--port",
        )
    return Refusal(
        "WEB-181",
        f"Port {port} of {host} cannot be used ({error.strerror}).",
        "Choose a port from 1024 to 65535, such as `mutuality serve --port 8000`.",
        where="--port",
    )


def address(hosts: tuple[str, ...], port: int) -> str:
    """What a browser opens. Passkeys work at a name, and at no bare number."""
    if hosts == LOCALHOST:
        return f"http://localhost:{port}"
    return f"http://[{hosts[0]}]:{port}"
