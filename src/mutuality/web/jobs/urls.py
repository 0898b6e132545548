"""Addresses of jobs: those of a team, and those of the installation."""

from django.urls import path

from mutuality.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job>/", views.job, name="job"),
    path("jobs/<uuid:job>/cancel", views.cancel, name="cancel"),
    path("jobs/<uuid:job>/again", views.run_again, name="again"),
    path("t/<slug:team>/jobs/", views.jobs, name="team-jobs"),
    path("t/<slug:team>/jobs/<uuid:job>/", views.job, name="team-job"),
    path("t/<slug:team>/jobs/<uuid:job>/cancel", views.cancel, name="team-cancel"),
    path("t/<slug:team>/jobs/<uuid:job>/again", views.run_again, name="team-again"),
]
