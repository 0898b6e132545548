"""Who is there before a journey begins.

In:    an installation that was just prepared.
Out:   people with the password `PASSWORD`, and two teams that know nothing of each other.
Never: anything that a journey itself should do.
"""

PASSWORD = "correct horse battery"
PEOPLE = f"""
from allauth.account.models import EmailAddress
from mutuality.web.accounts.models import Membership, Person, Team
from mutuality.web.roles import GIVEN

def person(name, **more):
    made = Person.objects.create_user(
        name + "@example.org", {PASSWORD!r}, name=name.title(), **more
    )
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made

def team(name, **members):
    made = Team.objects.create(name=name, slug=name.lower())
    for who, roles in members.items():
        Membership.objects.create(person=people[who], team=made, roles=roles.split())
    return made

people = {{name: person(name) for name in
    ("ann", "ben", "cat", "vic", "bob", "mia", "kim", "rob", "joe")}}
people["dee"] = person("dee", is_steward=True)
team("North", ann="analyst administrator", ben="facilitator", cat="approver", vic="viewer")
team("South", bob=" ".join(GIVEN))
team("Careful", mia="administrator analyst", kim="viewer")
team("Solo", joe=" ".join(GIVEN))
made = {{}}
"""
