"""Help, the glossary, and the statements that every service owes.

In:    a request.
Out:   pages made of the project's own documents.
Never: anything about a person or a team.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.web.guide import topics


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """All topics."""
    return render(request, "guide/help.html", {"shelves": topics.shelves()})


@login_not_required
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic."""
    found = topics.topic(topic)
    if found is None:
        raise Http404
    return render(request, "guide/topic.html", {"topic": found})


@login_not_required
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the trade."""
    return render(request, "guide/topic.html", {"topic": topics.glossary()})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return topic(request, "reference/accessibility")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return topic(request, "reference/privacy")


@login_not_required
def licence(request: HttpRequest) -> HttpResponse:
    """The licence of the software, and those of the data."""
    context = {
        "topic": topics.topic("reference/data-and-licences"),
        "licence": topics.licence(),
    }
    return render(request, "guide/licence.html", context)
