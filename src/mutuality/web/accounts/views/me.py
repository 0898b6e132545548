"""A person's own account: their name, and the keys of their programs.

In:    a request of the person.
Out:   pages, and acts followed by a redirect.
Never: a key shown a second time.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mutuality.web.accounts import acts
from mutuality.web.accounts.forms import Name, NewKey
from mutuality.web.accounts.models import ApiKey
from mutuality.web.tenancy import has_second_step, one_of


def me(request: HttpRequest) -> HttpResponse:
    """How a person is shown, and the ways to the rest of their account."""
    form = Name(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        acts.rename(by=request.user, team=None, name=form.cleaned_data["name"])
        messages.success(request, "Your name is saved.")
        return redirect("accounts:me")
    context = {
        "form": form,
        "second_step": has_second_step(request),
        "memberships": list(request.user.memberships.select_related("team")),
    }
    return render(request, "accounts/me.html", context)


@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of a person; a new one is shown once, on the answer to the form."""
    form = NewKey(request.POST or None)
    secret = ""
    if form.is_valid():
        _, secret = acts.create_key(by=request.user, team=None, **form.cleaned_data)
        form = NewKey()
    held = list(request.user.api_keys.all())
    context = {"form": form, "secret": secret, "keys": held}
    return render(request, "accounts/keys.html", context)


@require_POST
def end_key(request: HttpRequest, key: int) -> HttpResponse:
    """End a key now."""
    found = one_of(ApiKey.objects.filter(person=request.user), pk=key)
    acts.revoke_key(by=request.user, team=None, key=found)
    messages.success(request, "The key opens nothing any more.")
    return redirect("accounts:keys")
