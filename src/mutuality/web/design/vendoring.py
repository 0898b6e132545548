"""Bring the parts of nhsuk-frontend that we serve into the repository, without what is not ours.

In:    the folder of the unpacked npm package `nhsuk-frontend`.
Out:   `static/nhsuk/`: one style sheet, one module, the icons they use, the licence and a manifest.
Never: the NHS logo, the Frutiger typeface, or an address of another host. A Frutiger licence and
       the logo belong to NHS organisations, and a font fetched from outside tells who reads what.

Run `python -m mutuality.web.design.vendoring FOLDER` after unpacking a newer package.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

from mutuality.base import Refusal

TARGET = Path(__file__).parent / "static" / "nhsuk"
STYLE, MODULE, MANIFEST = "nhsuk-frontend.min.css", "nhsuk-frontend.min.js", "manifest.json"
FORBIDDEN = {
    "a remote address": re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}/""", re.IGNORECASE),
    "Frutiger": re.compile("frutiger", re.IGNORECASE),
    "a font file": re.compile("@font-face", re.IGNORECASE),
    "the NHS logo": re.compile(r"M200 0v80H0V0h200|nhsuk-icon-mask|opengraph", re.IGNORECASE),
    "an absolute path": re.compile(r"url\(['\"]?/"),
    "a source map": re.compile("sourceMappingURL"),
}
NAMESPACES = re.compile(r"https?://www\.w3\.org/[0-9]{4}/[a-zA-Z0-9]+")
"""Names of XML vocabularies look like addresses, and are never fetched."""

LICENCE = """MIT Licence

Copyright (c) NHS England

Permission is hereby granted, free of charge, to any person obtaining a copy of this software
and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def vendor(package: Path, target: Path = TARGET) -> list[str]:
    """Write what we serve, and give back the names of the files.

    Refuses WEB-210 if the folder is not the package, WEB-211 if something that is not ours is left.
    """
    described, built = package / "package.json", package / "dist" / "nhsuk"
    if not described.is_file() or not built.is_dir():
        raise Refusal(
            "WEB-210",
            f"{package} holds no unpacked nhsuk-frontend.",
            "Unpack the npm package and name its folder, the one with package.json in it.",
            where="folder",
        )
    told = json.loads(described.read_text(encoding="utf-8"))
    files = _files(built)
    for name, content in files.items():
        refuse_foreign(name, content.decode("utf-8"))
    manifest = {
        "name": told["name"],
        "version": told["version"],
        "licence": told["license"],
        "changed": "Typeface, source maps and absolute paths taken out; it falls back to Arial.",
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files[MANIFEST] = (json.dumps(manifest, indent=2) + "\n").encode()
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return sorted(files)


def refuse_foreign(name: str, text: str) -> None:
    """Refuse (WEB-211) a file that holds what we must not serve."""
    text = NAMESPACES.sub("", text)
    for what, pattern in FORBIDDEN.items():
        if found := pattern.search(text):
            raise Refusal(
                "WEB-211",
                f"{name} still holds {what}: {found.group()[:60]!r}.",
                "The package has changed shape: mend the rules in vendoring.py, then run it again.",
                where=name,
            )


def style(css: str) -> str:
    """The style sheet without the typeface, the source map and paths from the root."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"""["']?Frutiger W01["']?\s*,\s*""", "", css)
    css = re.sub(r"url\((['\"]?)/assets/images/", r"url(\1images/", css)
    return _without_map(css)


def _without_map(text: str) -> str:
    text = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", text)
    return re.sub(r"//# sourceMappingURL=\S*", "", text).rstrip() + "\n"


def _files(built: Path) -> dict[str, bytes]:
    css = style((built / STYLE).read_text(encoding="utf-8"))
    used = sorted(set(re.findall(r"url\(['\"]?images/([a-z0-9-]+\.svg)", css)))
    return {
        STYLE: css.encode(),
        MODULE: _without_map((built / MODULE).read_text(encoding="utf-8")).encode(),
        "LICENCE.txt": LICENCE.encode(),
        **{f"images/{icon}": (built / "assets" / "images" / icon).read_bytes() for icon in used},
    }


def main(arguments: list[str]) -> int:
    """The command: 0 done, 2 refused."""
    try:
        for name in vendor(Path(arguments[0] if arguments else "package")):
            print(name)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":  # pragma: no cover - the tests call main()
    raise SystemExit(main(sys.argv[1:]))
