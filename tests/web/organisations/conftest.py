"""What tests of these pages share."""

from html import unescape

import pytest


@pytest.fixture
def text():
    """The words of a response, with markup characters as people read them."""

    def read(response):
        return unescape(response.content.decode())

    return read
