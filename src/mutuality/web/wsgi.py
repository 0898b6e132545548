"""The application that gunicorn runs.

In:    requests, by WSGI.
Out:   responses.
Never: a setting: they come from the environment.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuality.web.settings")
application = get_wsgi_application()
