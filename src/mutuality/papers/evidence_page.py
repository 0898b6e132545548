"""What is known about a way of working together, as a page.

In:    findings, our own effects, the catalogue, what is believed before any study, and a date.
Out:   a Document: strength by model and domain, what disagrees, sizes and directions as pictures.
Never: an empty stretch passed over: that nobody has studied something is an answer.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mutuality.base import OGL
from mutuality.evidence import strength
from mutuality.papers.board.words import counted, day, listed, lower
from mutuality.papers.claims import Claim, by_model, claims
from mutuality.papers.conflicts import conflicts
from mutuality.papers.directions import directions
from mutuality.papers.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Paragraph,
    Table,
)
from mutuality.papers.finding_words import DOMAINS, sentence
from mutuality.papers.forest import forest
from mutuality.papers.panels import panels

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from mutuality.evidence import Bias, Finding, Prior
    from mutuality.papers.claims import Own
    from mutuality.register import Model

ADVICE = "Decision support, not legal, financial or HR advice."
NOT_RECORDED = "not recorded"
NOBODY = "No finding is held for this. That is an answer, not a gap to fill."
GENERAL = "How change works, whatever the model"
SOURCE = "Source: published studies, re-expressed in our own words; each is named in the table."
OURS = f"Our own evaluations use published NHS figures. {OGL}"


def evidence_page(
    findings: Sequence[Finding],
    *,
    at: dt.date,
    forms: Sequence[str] = (),
    domain: str | None = None,
    strong_only: bool = False,
    verified_only: bool = False,
    own: Sequence[Own] = (),
    unanswered: Sequence[str] = (),
    prior: Prior | None = None,
    bias: Bias | None = None,
    models: Mapping[str, Model] | None = None,
    searched: dt.date | None = None,
) -> Document:
    """Write the page on these forms and this domain; all of them where none is named.

    `strong_only` keeps randomised and quasi-experimental findings without a serious risk of bias.
    `own` effects stand beside studies, marked as ours; `unanswered` says where we could not tell,
    and why. Without `prior` and `bias` nothing is put
    together. `models` gives forms their titles. `searched` is when studies were last looked for.
    """
    shown = [
        claim
        for claim in claims(findings, own=own)
        if (domain is None or claim.domain == domain)
        and (claim.is_strong or not strong_only)
        and (claim.study is None or claim.study.verified or not verified_only)
        and (not forms or not set(forms).isdisjoint(claim.models))
    ]
    named = forms or sorted({model for claim in shown for model in claim.models})
    kept = [claim.study for claim in shown if claim.study]
    titles = {name: model.title for name, model in (models or {}).items()}
    desk = _Desk(titles, prior, bias, searched, domain)
    groups = [(desk.title(who), about) for who, about in by_model(shown, named)]
    if not forms and (general := tuple(claim for claim in shown if not claim.models)):
        groups.append((GENERAL, general))
    blocks = [
        *_reading(strong_only=strong_only),
        Heading("Strength of evidence at a glance", anchor="glance"),
        desk.glance(groups),
        Heading("Where claims disagree", anchor="disagree"),
        *desk.disagreements(kept, own, named),
        *chain.from_iterable(desk.section(title, about) for title, about in groups),
        *_unanswered(unanswered),
    ]
    about = desk.title(named) if forms else "Every model"
    return Document(
        title="What is known" if not forms else f"What is known: {lower(about)}",
        subtitle=", ".join([DOMAINS.get(domain, domain) if domain else "All domains", day(at)]),
        front=[
            ("Models", about),
            ("Findings", f"{len(kept)} published, {len(shown) - len(kept)} of our own"),
            ("Not checked at their source", str(sum(not f.verified for f in kept))),
            ("Designs", "strong designs only" if strong_only else "all, marked by design"),
            ("Last search for studies", day(searched) if searched else NOT_RECORDED),
            ("Last year of data", _last_year(shown)),
        ],
        blocks=blocks,
        footer=[ADVICE, f"As at {day(at)}.", *([OGL] if len(kept) < len(shown) else [])],
        keywords=("evidence", *named),
    )


def _reading(*, strong_only: bool) -> Iterator[Block]:
    yield Callout(
        "note",
        "How to read this page",
        "A filled mark is a strong design: a randomised trial, or a quasi-experimental study such "
        "as difference-in-differences. A hollow mark is an association only, or carries a warning "
        "in words. Two things that go together need not be cause and effect. Strength is "
        "set by rule, for a study on its own and for all that bear on a question together.",
    )
    if strong_only:
        yield Callout(
            "warning",
            "Strong designs only",
            "Weaker designs are left out. For many models nothing remains, which does not mean "
            "that they do no good or no harm.",
        )


def _unanswered(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Heading("Where our own figures cannot tell", anchor="unanswered")
        yield Bullets(lines)


class _Desk:
    """What the sections share."""

    def __init__(
        self,
        titles: Mapping[str, str],
        prior: Prior | None,
        bias: Bias | None,
        searched: dt.date | None,
        domain: str | None,
    ) -> None:
        self.titles, self.prior, self.bias = titles, prior, bias
        self.searched = day(searched) if searched else NOT_RECORDED
        self.domains = tuple(DOMAINS) if domain is None else (domain,)

    def title(self, models: Sequence[str]) -> str:
        """Models in words: `Acquisition and merger`."""
        words = [self.titles.get(m, sentence(m.replace("-", " "))) for m in models]
        return listed([words[0], *map(lower, words[1:])])

    def glance(self, groups: Sequence[tuple[str, Sequence[Claim]]]) -> Table:
        """The label of every model in every domain, with how many findings it rests on."""
        return Table(
            "Strength of evidence, and how many published findings bear on it",
            ("Model", *(DOMAINS.get(one, one) for one in self.domains)),
            [(title, *(_label(about, one) for one in self.domains)) for title, about in groups],
            note="None: no checked study bears on it. Labels are set by rule, and the reasons "
            "stand with each model.",
        )

    def disagreements(
        self, findings: Sequence[Finding], own: Sequence[Own], models: Sequence[str]
    ) -> Iterator[Block]:
        """Every conflict as a table, with how its two sides differ on record."""
        found = [
            conflict
            for one in self.domains
            for conflict in conflicts(findings, own=own, models=models, domain=one)
        ]
        yield Paragraph(
            "Claims that point opposite ways, or that a strong design could not bear out. Both "
            "sides are shown, and no winner is named."
            if found
            else "No two findings shown here point opposite ways."
        )
        for conflict in found:
            about = f"{self.title(conflict.models)}, {DOMAINS[conflict.domain].lower()}"
            yield Heading(about, 3)
            yield conflict.table(about)
            if conflict.differences:
                yield Paragraph("How the two sides differ, as recorded:")
                yield Bullets(conflict.differences)
            yield Paragraph("What to bear in mind, and sources:")
            yield Bullets(conflict.cautions)

    def section(self, title: str, about: Sequence[Claim]) -> Iterator[Block]:
        """One model or group of models, domain by domain."""
        yield Heading(title)
        if not about:
            yield Paragraph(NOBODY)
        for one in self.domains:
            held = [claim for claim in about if claim.domain == one]
            if held:
                yield Heading(DOMAINS[one], 3)
                yield from self._domain(f"{title}, {DOMAINS[one].lower()}", held)

    def _domain(self, about: str, held: Sequence[Claim]) -> Iterator[Block]:
        label = strength([claim.study for claim in held if claim.study])
        yield Paragraph(f"**Strength of evidence: {label.label}.** {' '.join(label.reasons)}")
        around = {
            "about": about,
            "source": f"{SOURCE} {OURS}" if any(claim.is_own for claim in held) else SOURCE,
            "last_period": f"data to {_last_year(held)}; last search for studies {self.searched}",
        }
        for panel in panels(held, prior=self.prior, bias=self.bias):
            yield forest(panel, **around)
        yield from directions(held, **around)


def _label(about: Sequence[Claim], domain: str) -> str:
    studies = [claim.study for claim in about if claim.study and claim.domain == domain]
    if not studies:
        return "None held"
    return f"{strength(studies).label} ({counted(len(studies), 'finding')})"


def _last_year(shown: Sequence[Claim]) -> str:
    return str(max((claim.year for claim in shown if claim.year), default="a year not known"))
