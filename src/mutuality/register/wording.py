"""How names of organisations are brought to one form, to be compared or to be read.

In:    a name as a list prints it, or words as a person types them.
Out:   plain words without what every name has, the initials that people use for it, and the name
       as people read it.
Never: a form for comparing shown to anybody.
"""

from __future__ import annotations

import re
import unicodedata

LINKS = frozenset({"the", "of", "and", "for", "in", "on", "at", "upon", "by", "with"})
COMMON = frozenset({"nhs", "trust", "foundation", "ft", "nhsft", "nhst"})
"""What nearly every name has, and so tells nobody apart."""

SAID = {
    "saint": ("st",),
    "uh": ("university", "hospital"),
    "mh": ("mental", "health"),
    "mcr": ("manchester",),
    "bham": ("birmingham",),
    "lpool": ("liverpool",),
    "soton": ("southampton",),
    "gtr": ("greater",),
    "hant": ("hampshire",),
    "oxon": ("oxford",),
    "salop": ("shropshire",),
}
"""What people write for words whose first letters it does not share. Others, such as `lancs`, are
found because the word begins with them."""

DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
APOSTROPHES = re.compile(r"['’‘`´ʼ]")
OTHER = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> list[str]:
    """The words in small plain letters: no accents, apostrophes or stops; `&` is `and`."""
    plain = unicodedata.normalize("NFKD", DOTTED.sub(r"\1", text).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return OTHER.sub(" ", APOSTROPHES.sub("", plain).replace("&", " and ")).split()


def singular(word: str) -> str:
    """A word without its plural or possessive s, so that Guy, Guys and Guy's meet."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def telling(text: str) -> tuple[str, ...]:
    """The words that tell one organisation from another, in order and in the singular.

    Empty where there are none: `NHS Foundation Trust`.
    """
    found: list[str] = []
    for word in folded(text):
        if word not in LINKS and word not in COMMON:
            base = singular(word)
            found += SAID.get(base, (base,))
    return tuple(found)


def initials(name: str) -> frozenset[str]:
    """What people shorten a name to: `uhb`, `uhbft`, `sath`, `gstt`.

    With `and` and without it, alone and with the letters of NHS, Foundation and Trust.
    """
    words = folded(name)
    bodies = {
        "".join(word[0] for word in words if word not in COMMON | LINKS - kept)
        for kept in (frozenset({"and"}), frozenset[str]())
    }
    endings = {"", "t", "nhst"} | ({"ft", "nhsft"} if "foundation" in words else set())
    return frozenset(
        singular(body + ending) for body in bodies for ending in endings if len(body + ending) > 1
    )


def spelt(name: str) -> str:
    """The first letters of a name in order, without NHS and the little words: `muft`."""
    return "".join(word[0] for word in folded(name) if word not in LINKS and word != "nhs")


def within(short: str, letters: str) -> bool:
    """Whether the letters hold the short form in order, from the first on: `mft` in `muft`."""
    rest = iter(letters)
    return short[:1] == letters[:1] and all(letter in rest for letter in short)


SMALL = frozenset({"and", "of", "the", "for", "in", "on", "to", "with", "at", "upon"})
KEPT = frozenset({"NHS", "BMI", "UK", "CIC", "PCT", "HQ", "II", "III"})


def readable(name: str) -> str:
    """A name that ODS writes in capitals, as people read it: `Barts Health NHS Trust`."""
    if name != name.upper():
        return name.strip()
    words = name.split()
    return " ".join(
        word
        if word.strip("(),&") in KEPT
        else word.lower()
        if place and word.lower() in SMALL
        else "-".join(_capital(part) for part in word.split("-"))
        for place, word in enumerate(words)
    )


def _capital(word: str) -> str:
    """Capitalise after brackets and in O'Brien, not after the apostrophe of a possessive."""
    text = word.lower()
    first = next((place for place, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
