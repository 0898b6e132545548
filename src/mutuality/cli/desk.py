"""Where every command reads its settings and puts its answer.

In:    --json and --workspace, given before or after the command's name.
Out:   one answer on standard output; everything else on standard error.
Never: a note mixed into JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from mutuality.stores import Workspace

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable answer on standard output.")]
Where = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="Where things are kept (or MUTUALITY_WORKSPACE); a per-user folder otherwise.",
    ),
]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")]
MaybeOut = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")
]


@dataclass
class _Root:
    """What was said before the command's name."""

    json: bool = False
    workspace: Path | None = None


ROOT = _Root()


class Desk:
    """One command's settings and its ways of answering."""

    def __init__(self, *, as_json: bool, workspace: Path | None) -> None:
        self.as_json = as_json or ROOT.json
        self._folder = workspace or ROOT.workspace

    @property
    def folder(self) -> Path:
        """The workspace's folder: as said, else MUTUALITY_WORKSPACE, else per user."""
        named = self._folder or os.environ.get("MUTUALITY_WORKSPACE")
        return Path(named) if named else Path(typer.get_app_dir("mutuality")) / "workspace"

    @property
    def workspace(self) -> Workspace:
        """The workspace (its folder is made by the first load)."""
        from mutuality.stores import Workspace

        return Workspace(self.folder)

    def note(self, *lines: str) -> None:
        """Say something to the person, beside the answer."""
        sys.stderr.write("".join(f"{line}\n" for line in lines))

    def emit(self, data: Any, show: Callable[[Console], None]) -> None:
        """The answer: as JSON if asked for, else shown to a person."""
        if self.as_json:
            sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")
            return
        from rich.console import Console

        # A pipe has no width of its own, and a table cut at 80 columns loses what it says.
        width = None if sys.stdout.isatty() else 200
        show(Console(highlight=False, soft_wrap=True, width=width))

    def say(self, data: Any, *lines: str) -> None:
        """An answer of a few lines."""
        if self.as_json:
            self.emit(data, lambda _: None)
        else:
            sys.stdout.write("".join(f"{line}\n" for line in lines))

    def table(
        self, data: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = ""
    ) -> None:
        """An answer that is a table."""

        def show(console: Console) -> None:
            from rich.markup import escape
            from rich.table import Table

            table = Table(*columns, title_justify="left", box=None, pad_edge=False)
            table.title = escape(title) or None
            for row in rows:
                table.add_row(*["" if cell is None else escape(str(cell)) for cell in row])
            console.print(table)

        self.emit(data, show)

    @contextmanager
    def progress(self, words: str) -> Iterator[Callable[[int, int, str], None]]:
        """A bar on a terminal, nothing elsewhere."""
        if not sys.stderr.isatty():
            yield lambda _done, _total, _name: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[at]}"),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task(words, at="", total=None)

            def step(done: int, total: int, name: str) -> None:
                bar.update(task, completed=done, total=total, at=name)

            yield step


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as CSV or Parquet, by the file's ending.

    Raises Refusal CLI-001 for any other ending, CLI-012 where it cannot be written.
    """
    endings: dict[str, Callable[[Path], None]] = {
        ".csv": frame.write_csv,
        ".parquet": frame.write_parquet,
    }
    if path.suffix.lower() not in endings:
        raise Refusal(
            "CLI-001",
            f"'{path.name}' ends neither in .csv nor in .parquet.",
            "Name the file with one of these endings.",
            where="-o",
        )
    with _put_there_whole(path) as beside:
        endings[path.suffix.lower()](beside)


def write_text(text: str | bytes, path: Path) -> None:
    """Write a paper. Raises Refusal CLI-012 where it cannot be written."""
    with _put_there_whole(path) as beside:
        beside.write_bytes(text if isinstance(text, bytes) else text.encode())


@contextmanager
def _put_there_whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, which then takes its place."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise Refusal(
            "CLI-012",
            f"'{path}' cannot be written ({error.strerror}).",
            "Name a file in a folder that you may write to.",
            where="-o",
        ) from error
