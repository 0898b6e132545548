"""Who may open an account, and who is asked once more who they are.

In:    a request to sign up, by form or from an identity provider; a request to change a secret.
Out:   yes where sign-up is open, or where the person came by an invitation; once more, unless
       they signed in a moment ago.
Never: a word on whether an address is known here.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from mutuality.web.accounts.models import Invitation, Person

INVITED = "invitation"
"""The session's key for the secret of the invitation that somebody came by."""
SIGNED_IN = "signed-in"
"""The session's key for when its person had passed every step of signing in."""


def may_sign_up(request: HttpRequest) -> bool:
    """Whether this visitor may open an account."""
    if settings.SIGN_UP == "open":
        return True
    return Invitation.opened_by(request.session.get(INVITED, "")) is not None


class Accounts(DefaultAccountAdapter):
    """Accounts with a password or a passkey."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """See may_sign_up."""
        return may_sign_up(request)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign somebody in who has passed every step, and note when."""
        super().login(request, user)
        request.session[SIGNED_IN] = time.time()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked again: that took no less than asking would."""
        since = time.time() - self.request.session.get(SIGNED_IN, 0)
        if 0 <= since < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class OtherAccounts(DefaultSocialAccountAdapter):
    """Accounts that an identity provider vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whoever the organisation's own provider vouches for may come in."""
        del sociallogin
        return "openid_connect" in settings.SOCIALACCOUNT_PROVIDERS or may_sign_up(request)
