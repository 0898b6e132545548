"""Addresses of people and teams."""

from django.urls import path

from mutuality.web.accounts.views import entering, me, teams

app_name = "accounts"
urlpatterns = [
    path("sign-in/<str:sign_in>", entering.sign_in, name="sign-in"),
    path("join/<str:invitation_token>", entering.join, name="join"),
    path("me/", me.me, name="me"),
    path("me/keys/", me.keys, name="keys"),
    path("me/keys/<int:key>/end", me.end_key, name="end-key"),
    path("teams/new", teams.new, name="new-team"),
    path("t/<slug:team>/", teams.show, name="team"),
    path("t/<slug:team>/settings", teams.change, name="settings"),
    path("t/<slug:team>/invite", teams.invite, name="invite"),
    path(
        "t/<slug:team>/invitations/<int:invitation>/revoke",
        teams.revoke_invitation,
        name="revoke-invitation",
    ),
    path("t/<slug:team>/members/<int:member>/", teams.member, name="member"),
    path("t/<slug:team>/members/<int:member>/remove", teams.remove_member, name="remove-member"),
    path("t/<slug:team>/links/<uuid:link>/revoke", teams.revoke_link, name="revoke-link"),
]
