"""The addresses of the styleguide: one page of everything, pages of faults, and allauth's own."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from guide_forms import Everything, Narrow
from sample import a_paper

from mutuality.papers.document import Heading, Paragraph
from mutuality.web.design import pages

# The sample skips a heading level, to see that nothing breaks; on a page that would be a fault.
PAPER = replace(
    a_paper(),
    blocks=[
        replace(block, level=3) if isinstance(block, Heading) and block.level == 4 else block
        for block in a_paper().blocks
    ],
)
TRUSTS = [
    ("R0A", "Manchester University NHS Foundation Trust", 10_000_000 + 1234 * n) for n in range(45)
]


@login_not_required
def guide(request: HttpRequest) -> HttpResponse:
    form = Everything(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.is_valid()
    context = {
        "form": form,
        "narrow": Narrow(request.GET or None),
        "page": Paginator(TRUSTS, 10).get_page(request.GET.get("page")),
        "sort": request.GET.get("sort", ""),
        "document": PAPER,
        "download": lambda shown: [("Download SVG", "#svg"), ("CSV", "#csv")],
        "working": lambda shown: [Paragraph("The mean of 24 months.")],
        "crumbs": [{"text": "Appraisals", "href": "#a"}, {"text": "Tameside", "href": "#b"}],
        "search": "/search",
        "foot": [
            {"text": text, "href": f"#{text}"}
            for text in ("Help", "Glossary", "Accessibility statement", "Privacy", "Licence")
        ],
    }
    return render(request, "styleguide.html", context)


@login_not_required
def refuse(request: HttpRequest, what: str) -> HttpResponse:
    if what == "403":
        raise PermissionDenied("Sealing needs the role of approver.")
    if what == "404":
        raise Http404
    raise RuntimeError("a fault")


handler400 = pages.bad_request
handler403 = pages.permission_denied
handler404 = pages.page_not_found
handler500 = pages.server_error

urlpatterns = [
    path("", guide, name="home"),
    path("guide/", guide, name="guide"),
    path("refuse/<what>/", refuse, name="refuse"),
    path("account/", include("allauth.urls")),
]
