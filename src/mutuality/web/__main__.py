"""Django's own commands: `python -m mutuality.web migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuality.web.settings")
if __name__ == "__main__":
    execute_from_command_line(["python -m mutuality.web", *sys.argv[1:]])
