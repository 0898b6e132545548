"""The workbench's settings as the tests run them: one machine, a fresh folder, mail in memory.

`TEST_DATABASE_URL` names another database than SQLite, such as PostgreSQL in CI.
"""

import os
import tempfile

_HOME = tempfile.mkdtemp(prefix="mutuality-tests-")
os.environ |= {
    "MUTUALITY_HOME": _HOME,
    "MUTUALITY_LOCAL": "1",
    "MUTUALITY_WORKSPACE": f"{_HOME}/workspace",
    "SECRET_KEY": "only-for-tests-and-longer-than-fifty-characters-0123456789",
    "SIGN_UP": "open",
}
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)

from mutuality.web.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAILERS = {"default": {"BACKEND": EMAIL_BACKEND}}
