"""Static files with their hash in the name, compressed once.

In:    the static files of every app.
Out:   the files that whitenoise serves, in STATIC_ROOT.
Never: seconds spent on the last per cent: gzip alone on one machine, and no source maps.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """As whitenoise's, but quick enough for the first start on a laptop.

    Brotli at its highest level takes 20 seconds for a library of the API's page.
    """

    def create_compressor(self, **options: Any) -> Compressor:
        """What compresses: all but what is compressed already, and source maps."""
        options["extensions"] = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(**options, use_brotli=not settings.LOCAL)
