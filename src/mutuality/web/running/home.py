"""Where one installation keeps what is its own, and what its processes are told.

In:    a folder, or the environment of an organisation's server.
Out:   a Home: its folders, its locks, and the environment for every process of it.
Never: a stray variable of another program: one person's workbench takes only what it names here.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from mutuality.base import Refusal

KEY = "secret-key"
"""The file with the key that signs cookies. Made once; only its owner can read it."""
TAKEN = ("JOB_STALE_SECONDS", "LOG_LEVEL", "SESSION_HOURS", "UPLOAD_LIMIT")
"""Settings that one person may change from the environment."""
SET = (
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "MUTUALITY_HOME",
    "MUTUALITY_LOCAL",
    "MUTUALITY_WORKSPACE",
    "SECRET_KEY",
)
"""Settings that `Home` gives to one person's processes."""
LEFT_OUT = (
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_CONN_MAX_AGE",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "DJANGO_SETTINGS_MODULE",
    "GUNICORN_CMD_ARGS",
    "HSTS_SECONDS",
    "OIDC_CLIENT_ID",
    "OIDC_NAME",
    "OIDC_SECRET",
    "OIDC_SERVER_URL",
    "SIGN_UP",
    "SSL_REDIRECT",
    "STATIC_ROOT",
    "TRUSTED_PROXIES",
    "WEB_CONCURRENCY",
)
"""Settings of an organisation's server. A shell may hold them for something else altogether."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of an installation, its workspace, and whether a server's environment rules it."""

    folder: Path
    workspace: Path
    is_deployed: bool = False

    @property
    def is_there(self) -> bool:
        """Whether anything was set up here: a server's environment is, by being given."""
        return self.is_deployed or (self.folder / KEY).is_file()

    def make(self) -> None:
        """Make the folder and the key, for their owner alone.

        Raises Refusal WEB-184 where that cannot be done.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
            key = self.folder / KEY
            if not key.exists():
                # Written whole under another name, so that no other process sees half a key.
                beside = self.folder / f".{KEY}.{os.getpid()}"
                beside.touch(mode=0o600)
                beside.write_text(secrets.token_urlsafe(64), encoding="ascii")
                beside.replace(key)
            key.chmod(0o600)
        except OSError as error:
            raise Refusal(
                "WEB-184",
                f"The folder '{self.folder}' cannot be used ({error.strerror}).",
                "Name a folder of your own with --home.",
                where="--home",
            ) from error

    def lock(self, name: str) -> Path:
        """The file that stands for a lock of this installation."""
        return self.folder / f"{name}.lock"

    def database_url(self, environ: Mapping[str, str]) -> str:
        """The address of the database, as the settings read it."""
        own = f"sqlite:///{quote(str(self.folder / 'workbench.sqlite3'))}"
        return environ.get("DATABASE_URL") or own if self.is_deployed else own

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """What every process of this installation is told, over the environment that is.

        Raises Refusal WEB-185 where nothing was set up, or the key is not whole.
        """
        if self.is_deployed:
            return dict(environ)
        path = self.folder / KEY
        key = path.read_text(encoding="ascii").strip() if path.is_file() else ""
        if len(key) < 50:
            raise Refusal(
                "WEB-185",
                f"The file '{path}' holds no whole key."
                if path.is_file()
                else f"There is no workbench in '{self.folder}' yet.",
                "Delete the file, then run `mutuality serve`: it makes another, and everybody "
                "signs in again."
                if path.is_file()
                else "Run `mutuality serve` once, or name its folder with --home.",
                where="--home",
            )
        known = {name: said for name, said in environ.items() if name not in {*SET, *LEFT_OUT}}
        return known | {
            "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
            # Mail holds codes and addresses: into a folder of its own, never into the log.
            "EMAIL_URL": f"filemail:///{quote(str(self.folder / 'mail'))}",
            "MUTUALITY_HOME": str(self.folder),
            "MUTUALITY_LOCAL": "1",
            "MUTUALITY_WORKSPACE": str(self.workspace),
            "SECRET_KEY": key,
        }


def own_home(folder: Path, *, workspace: Path | None = None) -> Home:
    """The home of one person's workbench; its workspace lies in it unless named."""
    folder = folder.expanduser().absolute()
    return Home(folder, (workspace or folder / "workspace").expanduser().absolute())


def deployed_home(environ: Mapping[str, str]) -> Home | None:
    """The home of an organisation's server, where the environment is one; None otherwise.

    It is one where it names both its folder and its secret key, as deploy/ does, and does not say
    that it is one person's.
    """
    is_whole = environ.get("MUTUALITY_HOME") and environ.get("SECRET_KEY")
    if not is_whole or environ.get("MUTUALITY_LOCAL"):
        return None
    folder = Path(environ["MUTUALITY_HOME"]).absolute()
    workspace = Path(environ.get("MUTUALITY_WORKSPACE") or folder / "workspace").absolute()
    return Home(folder, workspace, is_deployed=True)
