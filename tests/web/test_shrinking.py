"""What a browser unpacks is the page, whole, whatever was kept of it."""

import gzip
import zlib

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from mutuality.web.shrinking import Part, ShrinkMiddleware, block_of, gzipped, kept

LONG = "<p>" + "a chart and its table " * 4000 + "</p>"


def answer(content, *, kind="text/html; charset=utf-8", accept="gzip, br", parts=None):
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING=accept)

    def page(asked):
        text = content(asked) if callable(content) else content
        return HttpResponse(text, content_type=kind)

    return ShrinkMiddleware(page)(request)


def framed(request):
    one = kept(request, "test", 1, make=lambda: LONG)
    two = kept(request, "test", 2, make=lambda: "<p>second</p>")
    return f"<main>{one}<hr>{two}</main>" + "frame " * 100


WHOLE = f"<main>{LONG}<hr><p>second</p></main>" + "frame " * 100


def test_a_page_of_kept_parts_unpacks_to_the_whole_page():
    response = answer(framed)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == WHOLE
    assert int(response["Content-Length"]) == len(response.content) < len(WHOLE) / 10
    assert "Accept-Encoding" in response["Vary"]


def test_a_browser_that_takes_no_gzip_gets_the_same_page():
    response = answer(framed, accept="identity")
    assert response.content.decode() == WHOLE
    assert "Content-Encoding" not in response


def test_a_part_is_drawn_once_for_all_readers():
    drawn = []

    def page(request):
        return kept(request, "once", make=lambda: drawn.append(1) or LONG) + "x" * 300

    assert answer(page).content
    assert gzip.decompress(answer(page).content).decode() == LONG + "x" * 300
    assert drawn == [1]


def test_text_that_looks_like_a_marker_asks_for_nothing():
    def page(request):
        kept(request, "test", 1, make=lambda: LONG)
        return "<!--" + "0" * 32 + "-->" + "x" * 300

    assert gzip.decompress(answer(page).content).decode() == "<!--" + "0" * 32 + "-->" + "x" * 300


@pytest.mark.parametrize("kind", ["image/png", "application/zip"])
def test_what_is_compressed_already_is_left_alone(kind):
    assert answer("x" * 1000, kind=kind).content == b"x" * 1000


def test_a_short_answer_is_left_alone():
    assert answer("ok").content == b"ok"


def test_the_length_of_a_page_does_not_tell_what_is_in_it():
    assert len({len(answer("x" * 1000).content) for _ in range(50)}) > 10


def test_blocks_stand_in_any_order():
    first, second = Part(b"a" * 500, block_of(b"a" * 500)), b"b" * 500
    for pieces in ([first, second], [second, first], [first, first]):
        whole = b"".join(one.html if isinstance(one, Part) else one for one in pieces)
        assert gzip.decompress(gzipped(pieces, whole)) == whole
        packed = gzipped(pieces, whole)
        start = packed.index(b"\x00", 10) + 1
        assert zlib.decompress(packed[start:], -zlib.MAX_WBITS) == whole
