"""What the addresses of this app name."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn

from mutuality.web.accounts import acts
from mutuality.web.accounts.models import Membership
from mutuality.web.acts import SYSTEM
from web.world import World


def build(world: World) -> None:
    """Make one of everything."""
    invitation, token = acts.invite(
        by=world.ann, team=world.north, email="eve@example.org", roles=["viewer"]
    )
    link, _ = acts.give_link(
        by=world.ann, team=world.north, purpose="read", subject="none:0", label="For the board"
    )
    key, _ = acts.create_key(by=world.ann, team=None, label="A spreadsheet")
    world.values |= {
        "member": Membership.objects.get(team=world.north).pk,
        "invitation": invitation.pk,
        "invitation_token": token,
        "link": link.public_id,
        "key": key.pk,
        "sign_in": acts.create_sign_in_link(by=SYSTEM, team=None, person=world.ann),
    }
    TOTP.activate(world.ann, generate_totp_secret())
    RecoveryCodes.activate(world.ann)
    passkey = WebAuthn.add(world.ann, "A key", {})
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        world.special[name] = {"pk": passkey.instance.pk}
    world.public |= {"home", "healthz", "readyz", "accounts:sign-in", "accounts:join"}
