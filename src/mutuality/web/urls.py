"""Every address of the workbench.

In:    nothing.
Out:   the addresses. One that names a team opens to its members alone (tenancy.py); all but a few
       ask people to sign in first (LoginRequiredMiddleware).
Never: an address without its page in the tests, which walk this map.
"""

from django.urls import include, path

from mutuality.web.home import health, home, ready

handler400 = "mutuality.web.design.pages.bad_request"
handler403 = "mutuality.web.design.pages.permission_denied"
handler404 = "mutuality.web.api.problems.page_not_found"
handler500 = "mutuality.web.api.problems.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("account/", include("allauth.urls")),
    path("", include("mutuality.web.accounts.urls")),
    path("", include("mutuality.web.organisations.urls")),
    path("", include("mutuality.web.evidence.urls")),
    path("", include("mutuality.web.appraisals.urls")),
    path("", include("mutuality.web.data.urls")),
    path("", include("mutuality.web.jobs.urls")),
    path("", include("mutuality.web.audit.urls")),
    path("", include("mutuality.web.guide.urls")),
    path("api/", include("mutuality.web.api.urls")),
]
