"""Take a file from a browser, and no more of it than is allowed.

In:    the chunks of an upload.
Out:   files in a folder of their own, under names that lead nowhere else.
Never: a byte past the limit on the disk, or a name that was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from mutuality.base import Refusal
from mutuality.stores import Limits, Offered
from mutuality.web.data.models import Upload

TOO_LARGE = "upload_too_large"


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops a file that goes past the limit, and says so on the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A further file begins."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Count, and stop past the limit."""
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_LIMIT:
            setattr(self.request, TOO_LARGE, self.file_name)
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def folder(upload: Upload) -> Path:
    """Where the bytes of an upload lie until they are loaded or discarded."""
    return Path(settings.MEDIA_ROOT) / "incoming" / str(upload.pk)


def keep(upload: Upload, files: Iterable[UploadedFile]) -> None:
    """Write the files of an upload, each under its place in the list.

    Raises Refusal STO-128 for a name that leads elsewhere, WEB-121 for one name twice.
    """
    place = folder(upload)
    place.mkdir(parents=True)
    for number, file in enumerate(files):
        name = str(file.name)
        Offered.named(name, b"")
        if name in upload.names:
            raise Refusal(
                "WEB-121",
                f"Two of the files are called '{name}'.",
                "Rename one of them, or upload them one after the other.",
                where="files",
            )
        with (place / str(number)).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        upload.names.append(name)
        upload.size += file.size or 0


def offered(upload: Upload) -> list[Offered]:
    """The files of an upload, as the loader takes them."""
    place = folder(upload)
    return [
        Offered.named(name, place / str(number), limits=limits())
        for number, name in enumerate(upload.names)
    ]


def limits() -> Limits:
    """What a file from a browser may be. Parquet is unpacked on its own word, so none is taken."""
    return Limits(largest=settings.UPLOAD_LIMIT, parquet=False)
