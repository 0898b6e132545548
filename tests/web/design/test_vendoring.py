"""What we serve of the design system: ours to serve, whole, and from nowhere else.

Protects an adopter from shipping a logo or a typeface they have no licence for, and a reader from
being seen by another host.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from mutuality.base import Refusal
from mutuality.web.design import vendoring

SERVED = vendoring.TARGET
OURS = SERVED.parent / "mutuality"
CSS = (
    "a{font-family:Frutiger W01,arial,sans-serif}"
    "@font-face{font-family:Frutiger W01;src:url(https://assets.nhs.uk/fonts/x.woff2)}"
    "b{background:url(/assets/images/nhsuk-icon-cross.svg)}\n/*# sourceMappingURL=x.css.map */"
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of the same shape, small."""
    built = tmp_path / "package" / "dist" / "nhsuk"
    (built / "assets" / "images").mkdir(parents=True)
    (built / vendoring.STYLE).write_text(CSS)
    (built / vendoring.MODULE).write_text("export{initAll};//# sourceMappingURL=x.js.map")
    icon = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>'
    (built / "assets" / "images" / "nhsuk-icon-cross.svg").write_text(icon)
    (tmp_path / "package" / "package.json").write_text(
        json.dumps({"name": "nhsuk-frontend", "version": "1.2.3", "license": "MIT"})
    )
    return tmp_path / "package"


def test_the_served_bytes_are_those_of_the_manifest() -> None:
    manifest = json.loads((SERVED / vendoring.MANIFEST).read_text())
    found = {
        path.relative_to(SERVED).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in SERVED.rglob("*")
        if path.is_file() and path.name != vendoring.MANIFEST
    }

    assert found == manifest["sha256"]
    assert manifest["version"] == "10.6.1"  # goes with nhsuk-frontend-jinja 0.10.2


@pytest.mark.parametrize(
    "path",
    [path for folder in (SERVED, OURS) for path in folder.rglob("*") if path.is_file()],
    ids=lambda path: path.name,
)
def test_nothing_served_is_foreign(path: Path) -> None:
    vendoring.refuse_foreign(path.name, path.read_text(encoding="utf-8"))


def test_the_style_is_small_enough_for_one_round_trip_more() -> None:
    sent = sum(len(gzip.compress(path.read_bytes())) for path in SERVED.parent.rglob("*.css"))

    assert sent < 40_000


def test_vendoring_takes_out_what_is_not_ours(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "served"

    written = vendoring.vendor(package, target)

    assert written == [
        "LICENCE.txt",
        "images/nhsuk-icon-cross.svg",
        "manifest.json",
        "nhsuk-frontend.min.css",
        "nhsuk-frontend.min.js",
    ]
    assert (target / vendoring.STYLE).read_text() == (
        "a{font-family:arial,sans-serif}b{background:url(images/nhsuk-icon-cross.svg)}\n"
    )
    assert (target / vendoring.MODULE).read_text() == "export{initAll};\n"
    assert json.loads((target / "manifest.json").read_text())["version"] == "1.2.3"


@pytest.mark.parametrize(
    "foreign",
    [
        "a{src:url(//cdn.example.com/a.woff)}",
        "a{font-family:'Frutiger LT'}",
        "@font-face{}",
        '<path d="M200 0v80H0V0h200Z"/>',
        "a{b:url(/x.svg)}",
        "/*# sourceMappingURL=a */",
    ],
)
def test_what_is_left_of_others_is_refused(foreign: str) -> None:
    with pytest.raises(Refusal, match="WEB-211"):
        vendoring.refuse_foreign("a.css", foreign)


def test_a_folder_that_is_not_the_package_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vendoring.main([str(tmp_path)]) == 2
    assert "WEB-210" in capsys.readouterr().err


def test_the_command_lists_what_it_wrote(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setattr(vendoring.vendor, "__defaults__", (tmp_path / "served",))

    assert vendoring.main([str(package)]) == 0
    assert "nhsuk-frontend.min.css" in capsys.readouterr().out


def test_files_are_collected_with_hashed_names(tmp_path: Path) -> None:
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    with override_settings(
        STATIC_ROOT=str(tmp_path), STORAGES={"staticfiles": {"BACKEND": storage}}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    style = (tmp_path / names["nhsuk/nhsuk-frontend.min.css"]).read_text()
    assert f"url({Path(names['nhsuk/images/nhsuk-icon-cross.svg']).relative_to('nhsuk')})" in (
        style.replace('"', "")
    )
    assert {"mutuality/mutuality.css", "mutuality/app.js", "nhsuk/nhsuk-frontend.min.js"} <= set(
        names
    )
