"""What stands around a page of the styleguide, as the workbench's own frame would give it."""

from types import SimpleNamespace

NAMES = (
    "Organisations", "Changes", "Models", "Evidence", "Appraisals", "Data", "Jobs", "Audit", "Help",
)  # fmt: skip


def frame(request):
    nav = [{"text": name, "href": f"/{name}", "current": name == "Appraisals"} for name in NAMES]
    person = getattr(request, "user", None)
    return {
        "person": person if person is not None and person.is_authenticated else None,
        "team": SimpleNamespace(name="Greater Manchester"),
        "nav": nav,
        "account": [{"text": "Change team", "href": "#teams"}],
    }
