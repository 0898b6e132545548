"""What the documents tell people to type can be typed."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(pages: list[Path], language: str) -> list[tuple[str, str]]:
    """Page name and text of each block of code in a language."""
    return [
        (page.name, text)
        for page in pages
        for found, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if found == language
    ]


def typed(pages: list[Path], program: str) -> list[tuple[str, list[str]]]:
    """Page name and words of each line of shell that calls a program."""
    calls = []
    for name, text in blocks(pages, "sh"):
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] == program:
                calls.append((name, words[1:]))
    return calls


def test_commands_and_options_exist(pages: list[Path], commands: dict[str, Any]) -> None:
    wrong = []
    for page, words in typed(pages, "mutuality"):
        options = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
        plain = [word for word in words if not word.startswith("-")]
        name = next((" ".join(plain[:n]) for n in (2, 1) if " ".join(plain[:n]) in commands), None)
        if name is None and not set(options) & {"--help", "--version"}:
            wrong.append(f"{page}: there is no command in 'mutuality {' '.join(words)}'")
            continue
        known = {"--help", "--version", "--json", "--workspace"}
        if name:
            known |= {o for p in commands[name].params for o in (*p.opts, *p.secondary_opts)}
        wrong += [
            f"{page}: 'mutuality {name}' has no {option}"
            for option in options
            if option not in known
        ]
    assert not wrong, "\n".join(wrong)


def test_make_targets_exist(pages: list[Path], root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.MULTILINE))
    asked = {
        word
        for _, words in typed(pages, "make")
        for word in words
        if "=" not in word and not word.startswith("-")
    }
    assert asked <= targets


def test_python_in_the_documents_runs(
    pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = blocks(pages, "python")
    assert found
    for page, text in found:
        exec(compile(text, page, "exec"), {"__name__": "documents"})


def test_data_in_the_documents_can_be_read(pages: list[Path]) -> None:
    for _, text in blocks(pages, "toml"):
        tomllib.loads(text)
    for _, text in blocks(pages, "json"):
        json.loads(text)


def test_cases_and_ballots_in_the_documents_are_accepted(pages: list[Path], tmp_path: Path) -> None:
    from mutuality.appraisal import parse_case
    from mutuality.stores import read_ballot

    kinds = []
    for _, text in blocks(pages, "toml"):
        document = tomllib.loads(text)
        if "schema_version" in document:
            kinds.append(parse_case(document).head.id)
        if "roll" in document:
            (tmp_path / "ballot.toml").write_text(text, encoding="utf-8")
            kinds.append(read_ballot(tmp_path / "ballot.toml").question.electorate)
    assert len(kinds) >= 2
