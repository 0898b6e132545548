"""Settings of the workbench, from the environment.

In:    variables, each with a line in docs/reference/settings.md.
Out:   what Django reads. On one machine everything has a default; in an organisation the secret
       key, the database and the host names have none.
Never: a default password, a remote asset, a setting that weakens the deployed workbench.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django
import environ
from csp.constants import NONCE, NONE, SELF

env = environ.Env()

HERE = Path(__file__).parent
HOME = Path(env.str("MUTUALITY_HOME", default=str(Path.home() / ".mutuality")))
LOCAL = env.bool("MUTUALITY_LOCAL", default=False)
"""One person on 127.0.0.1: plain HTTP, and everything in one folder."""
WORKSPACE = Path(env.str("MUTUALITY_WORKSPACE", default=str(HOME / "workspace")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATABASES: dict[str, Any] = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{quote(str(HOME / 'workbench.sqlite3'))}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, and readers that never wait for it. A transaction says at its start
    # that it writes; otherwise two that both read first would fail where they could have waited.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "pragma journal_mode=wal; pragma synchronous=normal; "
        "pragma cache_size=-20000; pragma temp_store=memory;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    # Shared by all processes: rate limits count here.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Counters that are thrown out to make room would let somebody try again.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Pages that take long to draw, as files beside the workspace.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "mutuality.web.design",
    "mutuality.web.audit",
    "mutuality.web.accounts",
    "mutuality.web.jobs",
    "mutuality.web.organisations",
    "mutuality.web.evidence",
    "mutuality.web.appraisals",
    "mutuality.web.data",
    "mutuality.web.guide",
    "mutuality.web.api",
    "mutuality.web.running",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks_db",
    "ninja",
]
if django.VERSION < (6, 0):
    INSTALLED_APPS.append("django_tasks")

MIDDLEWARE = [
    "mutuality.web.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mutuality.web.shrinking.ShrinkMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mutuality.web.tenancy.TeamMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mutuality.web.accounts.middleware.SessionActivityMiddleware",
    "mutuality.web.refusals.RefusalMiddleware",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of an authenticator app is drawn as data
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

ROOT_URLCONF = "mutuality.web.urls"
WSGI_APPLICATION = "mutuality.web.wsgi.application"
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "mutuality.web.frame.frame",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "mutuality.web.design.jinja.environment",
            "context_processors": _CONTEXT,
        },
    },
    {  # allauth's own pages
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(HOME / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mutuality.web.running.static.CollectedStorage"},
}
MEDIA_ROOT = HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
JOB_STALE_SECONDS = env.int("JOB_STALE_SECONDS", default=30)
"""After so long without a sign of life, a job's worker is taken for dead. It beats every 5."""
# For every page: by the time that a view could choose, the form's token was read, and the file too.
FILE_UPLOAD_HANDLERS = ["mutuality.web.data.receiving.LimitedUploadHandler"]
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=64 * 1024 * 1024)

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mutuality.web.accounts.adapters.Accounts"
SOCIALACCOUNT_ADAPTER = "mutuality.web.accounts.adapters.OtherAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Mutuality"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
SIGN_UP = env.str("SIGN_UP", default="invitation")
"""`invitation`: only whoever was invited; `open`: anybody who can read their mail."""
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if env.str("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", default="your organisation"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_SECRET"),
                "settings": {"server_url": env.str("OIDC_SERVER_URL")},
            }
        ]
    }

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

_MAIL = env.email_url("EMAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="mutuality@localhost")
if django.VERSION >= (6, 1):
    _NAMES = {
        "EMAIL_HOST": "host",
        "EMAIL_PORT": "port",
        "EMAIL_HOST_USER": "username",
        "EMAIL_HOST_PASSWORD": "password",
        "EMAIL_USE_TLS": "use_tls",
        "EMAIL_USE_SSL": "use_ssl",
        "EMAIL_FILE_PATH": "file_path",
    }
    MAILERS = {
        "default": {
            "BACKEND": _MAIL["EMAIL_BACKEND"],
            "OPTIONS": {
                _NAMES[name]: said for name, said in _MAIL.items() if name in _NAMES and said
            },
        }
    }
else:
    globals().update({name: said for name, said in _MAIL.items() if name.startswith("EMAIL_")})

SESSION_COOKIE_NAME = "mutuality"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mutuality.web.design.pages.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not LOCAL:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.int("TRUSTED_PROXIES", default=0):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "mutuality.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        "mutuality.requests": {"level": "INFO"},
        # Django's own lines about a request hold its address, and an address can hold a secret.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},  # it names each line of CSS that paper has no use for
    },
}
