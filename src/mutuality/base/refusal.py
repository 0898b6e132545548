"""How the product says no.

In:    what a person gave us and why it cannot be used.
Out:   a Refusal they can act on.
Never: a bug. Bugs crash, loudly.
"""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is not an error of ours: it is an answer
    """Bad input, said plainly.

    `code` has a line in docs/reference/refusals.md. `problem` says what is wrong, with the value
    seen. `remedy` says how to mend it. `where` names the field, or the file, sheet and row.
    """

    def __init__(self, code: str, problem: str, remedy: str, *, where: str = "") -> None:
        super().__init__(problem)
        self.code = code
        self.problem = problem
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.code}: {place}{self.problem} {self.remedy}"

    def as_dict(self) -> dict[str, str]:
        """The refusal as plain data, for `--json` and for error summaries on a page."""
        return {
            "code": self.code,
            "problem": self.problem,
            "remedy": self.remedy,
            "where": self.where,
        }
