"""An example as somebody's appraisal, and a browser in which they work on it."""

import pytest
from django.urls import reverse
from writing_desk import TAMESIDE

from mutuality.web.appraisals import acts


@pytest.fixture
def ann(person):
    """Somebody with every role."""
    return person("ann")


@pytest.fixture
def north(team, ann):
    """Ann's team."""
    return team("North", ann)


@pytest.fixture
def desk(signed_in, ann, north):
    """The browser in which Ann works."""
    return signed_in(ann)


@pytest.fixture
def tameside(ann, north):
    """The example, as an appraisal of North."""
    return acts.adopt(by=ann, team=north, document=TAMESIDE)


@pytest.fixture
def at():
    """The address of a page: `at("section", tameside, section="options")`."""

    def make(name, held, **more):
        return reverse(f"appraisals:{name}", kwargs={"team": "north", "appraisal": held.pk} | more)

    return make
