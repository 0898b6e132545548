"""Everything in one file, and back: whole, or not at all, whoever pulls the plug."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import (
    NOON,
    accident_and_emergency,
    on_disk,
    sickness,
    successions,
    taken,
    turnover,
    values,
    written,
)

from mutuality import __version__
from mutuality.base import Refusal, seal
from mutuality.stores import Workspace, check_archive, restore_archive, write_archive
from mutuality.stores.archives import CONTENTS, DIGEST, LAST_LINE_BYTES, digest_of
from mutuality.stores.manifest import VERSION

ABOUT = {"team": "Fenland"}
LATER = NOON + dt.timedelta(days=30)
APRIL = sickness({("RGT", "2024-04"): (5, 100)})
MAY = sickness({("RGT", "2024-05"): (6, 100)})


def database(path: Path, *words: str) -> Path:
    """An SQLite database with these words in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("create table if not exists words (word text)")
        con.executemany("insert into words values (?)", [(word,) for word in words])
    return path


def words_in(path: Path) -> list[str]:
    """What it holds."""
    with closing(sqlite3.connect(path)) as con:
        return [row[0] for row in con.execute("select word from words")]


def made(path: Path, store: Workspace, **parts: Path | bytes) -> Path:
    """An archive of a workspace, with parts."""
    named = {name.replace("_", "."): part for name, part in parts.items()}
    write_archive(path, workspace=store, parts=named, made_at=NOON, about=ABOUT)
    return path


@pytest.fixture
def loaded(store: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with figures, a list, a hidden load, and names."""
    april = written(tmp_path, "april.csv", APRIL)
    store.load("auto", [april], at=NOON, by="Ada")
    ae = accident_and_emergency({"RGT": (100, 10, 5), "AXX9": (20, 3, 1)})
    taken(store, written(tmp_path, "ae.csv", ae))
    taken(store, written(tmp_path, "succ.csv", successions([("RMP", "RM3", "20300401")])))
    hidden = taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5))).load_id
    store.undo(str(hidden), at=NOON, by="Grace")
    return store


@pytest.fixture
def archive(loaded: Workspace, tmp_path: Path) -> Path:
    """An archive of it, with a database and a note."""
    base = database(tmp_path / "base.sqlite3", "old")
    note = written(tmp_path / "notes", "note.txt", "hello")
    return made(tmp_path / "all.zip", loaded, base_sqlite3=base, note_txt=note)


def same(one: Workspace, other: Workspace) -> bool:
    """Whether two workspaces hold the same loads, figures and history."""
    measures = one.measures()
    return (
        measures == other.measures()
        and one.held() == other.held()
        and one.history() == other.history()
        and one.declared() == other.declared()
        and one.manifest.names() == other.manifest.names()
        and all(one.observations(name).equals(other.observations(name)) for name in measures)
    )


def put_back(path: Path, store: Workspace, **parts_to: Path) -> None:
    """Restore into a workspace."""
    named = {name.replace("_", "."): target for name, target in parts_to.items()}
    restore_archive(path, into=store.root, parts_to=named, at=LATER, by="Ada")


class TestWriting:
    def test_what_it_holds_is_told(self, archive: Path, loaded: Workspace) -> None:
        found = check_archive(archive)
        assert found.as_dict() == {
            "format": 1,
            "software": __version__,
            "made_at": NOON.isoformat(),
            "about": ABOUT,
            "loads": 4,
            "parts": ["base.sqlite3", "note.txt"],
            "entries": len(found.entries),
            "bytes": found.size,
        }
        tables = {entry.name for entry in found.entries if entry.name.endswith(".parquet")}
        assert tables == {
            f"workspace/{path.relative_to(loaded.root).as_posix()}"
            for path in loaded.root.rglob("*.parquet")
        }

    def test_any_program_for_zips_can_open_it(self, archive: Path) -> None:
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            assert opened.read("parts/note.txt") == b"hello"
            assert json.loads(opened.read(CONTENTS))["made_at"] == NOON.isoformat()

    def test_only_its_owner_can_read_it(self, archive: Path) -> None:
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    def test_nothing_but_the_archive_is_left(self, archive: Path) -> None:
        assert not [path for path in archive.parent.iterdir() if path.name.startswith(".")]

    def test_an_archive_is_not_written_over(self, archive: Path, loaded: Workspace) -> None:
        before = archive.read_bytes()
        with pytest.raises(Refusal, match="STO-025"):
            made(archive, loaded)
        assert archive.read_bytes() == before

    def test_where_it_cannot_be_written(self, loaded: Workspace, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="STO-025"):
            made(tmp_path / "nowhere" / "all.zip", loaded)

    @pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "", "a\\b", "a\nb", "c:d", "a//b"])
    def test_a_part_needs_a_plain_name(self, name: str, loaded: Workspace, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="STO-028"):
            write_archive(
                tmp_path / "all.zip", workspace=loaded, parts={name: b""}, made_at=NOON, about={}
            )
        assert not (tmp_path / "all.zip").exists()

    def test_a_part_that_is_not_there(self, loaded: Workspace, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="STO-029"):
            made(tmp_path / "all.zip", loaded, base=tmp_path / "nowhere.sqlite3")

    def test_a_database_that_is_damaged(self, loaded: Workspace, tmp_path: Path) -> None:
        broken = written(tmp_path, "base.sqlite3", "SQLite format 3\x00" + "\x01" * 900)
        with pytest.raises(Refusal, match="STO-029"):
            made(tmp_path / "all.zip", loaded, base=broken)

    def test_a_workspace_with_a_table_missing_is_not_called_backed_up(
        self, loaded: Workspace, tmp_path: Path
    ) -> None:
        next(loaded.root.rglob("sickness.parquet")).unlink()
        with pytest.raises(Refusal, match="STO-019"):
            made(tmp_path / "all.zip", loaded)

    def test_what_is_written_meanwhile_is_in_whole_or_not_at_all(
        self, loaded: Workspace, tmp_path: Path
    ) -> None:
        """Another process writes to both databases all the while."""
        base = database(tmp_path / "base.sqlite3")
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(loaded.root), str(tmp_path), str(base)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        try:
            for number in range(4):
                writer.stdout.readline()
                path = made(tmp_path / f"{number}.zip", loaded, base_sqlite3=base)
                other = Workspace(tmp_path / f"restored-{number}")
                copy = tmp_path / f"copy-{number}.sqlite3"
                put_back(path, other, base_sqlite3=copy)
                assert len(values(other, "sickness")) == len(other.held()) - 3
                assert len(words_in(copy)) % 2 == 0
        finally:
            writer.kill()
            writer.wait()


WRITER = """
import datetime as dt, sqlite3, sys
from pathlib import Path
from mutuality.stores import Offered, Workspace
store, folder, base = Workspace(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
text = "organisation,measure,period_start,period_end,numerator,denominator,value\\n"
for number in range(1000):
    day = dt.date(2001, 1, 1) + dt.timedelta(days=number)
    row = f"RGT,sickness,{day},{day},1,100,\\n"
    file = Offered.named(f"{number}.csv", (text + row).encode())
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    store.load("auto", [file], at=at)
    con = sqlite3.connect(base, timeout=20)
    with con:
        con.execute("insert into words values ('one')")
        con.execute("insert into words values ('two')")
    con.close()
    print(number, flush=True)
"""


class TestRestoring:
    def test_into_an_empty_place(self, archive: Path, loaded: Workspace, tmp_path: Path) -> None:
        other = Workspace(tmp_path / "other")
        base, note = tmp_path / "new" / "base.sqlite3", tmp_path / "new" / "note.txt"
        restored = restore_archive(
            archive,
            into=other.root,
            parts_to={"base.sqlite3": base, "note.txt": note},
            at=LATER,
            by="Ada",
        )
        assert same(loaded, other)
        assert (words_in(base), note.read_bytes()) == (["old"], b"hello")
        assert restored.kept == ()
        assert restored.archive.made_at == NOON.isoformat()
        assert sorted(path.name for path in other.root.iterdir()) == [
            "manifest.sqlite",
            "observations",
        ]
        assert sorted(path.name for path in base.parent.iterdir()) == ["base.sqlite3", "note.txt"]

    def test_over_what_was_there_and_the_old_is_kept(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        other = Workspace(tmp_path / "other")
        taken(other, written(tmp_path, "may.csv", MAY))
        before = other.version
        base = database(tmp_path / "new" / "base.sqlite3", "newer")
        note = written(tmp_path / "new", "note.txt", "before")
        restored = restore_archive(
            archive,
            into=other.root,
            parts_to={"base.sqlite3": base, "note.txt": note},
            at=LATER,
        )
        assert same(loaded, other)
        assert other.version not in (before, loaded.version)
        assert (words_in(base), note.read_bytes()) == (["old"], b"hello")
        old_base, old_note, old_manifest = restored.kept
        assert (words_in(old_base), old_note.read_text()) == (["newer"], "before")
        old_manifest.replace(other.manifest.path)
        assert values(other, "sickness") == [("RGT", "2024-05-01", 0.06)]

    def test_twice_changes_nothing_more(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        other = Workspace(tmp_path / "other")
        put_back(archive, other)
        tables = on_disk(other.root / "observations")
        put_back(archive, other)
        assert same(loaded, other)
        assert on_disk(other.root / "observations") == tables

    def test_into_the_workspace_that_it_came_from(self, archive: Path, loaded: Workspace) -> None:
        held, before = loaded.held(), on_disk(loaded.root / "observations")
        for past in loaded.history():
            if not past.hidden:
                loaded.undo(past.load_id, at=NOON)
        put_back(archive, loaded)
        assert loaded.held() == held
        assert on_disk(loaded.root / "observations") == before

    def test_a_load_of_the_same_name_and_other_content_is_kept_apart(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        """Two workspaces can load the same file in the same second, as different numbers."""
        april = written(tmp_path, "april.csv", APRIL)
        load = str(taken(store, april).load_id)
        path = made(tmp_path / "all.zip", store)
        other = Workspace(tmp_path / "other")
        taken(other, written(tmp_path, "may.csv", MAY))
        assert taken(other, april).load_id == load
        theirs = on_disk(other.root / "observations")
        put_back(path, other)
        assert [past.load_id for past in other.history()] == [f"{load}-2"]
        assert values(other, "sickness") == [("RGT", "2024-04-01", 0.05)]
        assert theirs.items() <= on_disk(other.root / "observations").items()

    def test_a_manifest_that_cannot_be_read_is_set_aside(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        other = Workspace(tmp_path / "other")
        other.root.mkdir()
        for content in (b"not a database", page_damaged(loaded.manifest.path)):
            other.manifest.path.write_bytes(content)
            other.manifest.path.with_name("manifest.sqlite-journal").write_bytes(b"stale")
            put_back(archive, other)
            assert same(loaded, other)
            assert (other.root / "manifest.before-restore.sqlite").read_bytes() == content

    def test_a_newer_workspace_is_left_alone(
        self, archive: Path, store: Workspace, tmp_path: Path
    ) -> None:
        other = Workspace(tmp_path / "other")
        taken(other, written(tmp_path, "may.csv", MAY))
        with closing(sqlite3.connect(other.manifest.path)) as con, con:
            con.execute(f"pragma user_version = {VERSION + 1}")
        before = on_disk(other.root)
        with pytest.raises(Refusal, match="STO-002"):
            put_back(archive, other)
        assert on_disk(other.root) == before

    def test_an_empty_workspace_restores_as_empty(
        self, store: Workspace, loaded: Workspace, tmp_path: Path
    ) -> None:
        empty = made(tmp_path / "empty.zip", Workspace(tmp_path / "nothing"))
        put_back(empty, loaded)
        assert loaded.loaded_measures() == set()
        assert loaded.history() == ()
        assert loaded.version != "0"

    def test_an_archive_of_an_older_layout_is_brought_up_to_date(
        self, loaded: Workspace, tmp_path: Path
    ) -> None:
        with closing(sqlite3.connect(loaded.manifest.path)) as con, con:
            con.execute("drop table events")
            con.execute("pragma user_version = 2")
        path = made(tmp_path / "all.zip", loaded)
        other = Workspace(tmp_path / "other")
        put_back(path, other)
        assert same(loaded, other)

    def test_a_part_that_is_no_longer_a_database_gives_way(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        target = tmp_path / "new" / "base.sqlite3"
        for content in (b"a note", b"SQLite format 3\x00" + b"\x01" * 900):
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
            target.with_name("base.sqlite3-wal").write_bytes(b"stale")
            put_back(archive, loaded, base_sqlite3=target)
            assert words_in(target) == ["old"]
            assert target.with_name("base.sqlite3.before-restore").read_bytes() == content

    def test_a_stale_log_beside_a_missing_database_is_not_read_into_the_new(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        target = tmp_path / "new" / "base.sqlite3"
        written(target.parent, "base.sqlite3-wal", "stale")
        put_back(archive, loaded, base_sqlite3=target)
        assert words_in(target) == ["old"]
        assert not target.with_name("base.sqlite3-wal").exists()

    def test_a_database_in_use_is_changed_under_its_users(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        target = database(tmp_path / "live.sqlite3", "newer")
        with closing(sqlite3.connect(target)) as user:
            user.execute("pragma journal_mode = wal")
            assert user.execute("select word from words").fetchall() == [("newer",)]
            put_back(archive, loaded, base_sqlite3=target)
            assert user.execute("select word from words").fetchall() == [("old",)]


def page_damaged(path: Path) -> bytes:
    """A manifest whose header is sound and whose pages are not."""
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    return bytes(data)


def resigned(data: bytes) -> bytes:
    """The same bytes with the hash at the end made right again, as a forger would."""
    return data[:-DIGEST] + digest_of(io.BytesIO(data)).encode()


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with its entries changed, and every hash made right again."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment
    change(held)
    target = path.with_name("forged.zip")
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
        archive.comment = comment
    target.write_bytes(resigned(target.read_bytes()))
    return target


def relisted(held: dict[str, bytes], **facts: object) -> None:
    """The list of contents made to fit the entries, under a right seal, with some facts changed."""
    told = json.loads(held[CONTENTS])
    told.pop("seal")
    told["entries"] = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in held.items()
        if name != CONTENTS
    ]
    told |= facts
    held[CONTENTS] = json.dumps({**told, "seal": seal(told).digest}).encode()


def untouched(path: Path, store: Workspace, target: Path) -> Refusal:
    """The refusal of an archive, which leaves a workspace and a part's place as they were."""
    before, there = on_disk(store.root), on_disk(target.parent)
    with pytest.raises(Refusal) as checked:
        check_archive(path)
    with pytest.raises(Refusal) as refusal:
        put_back(path, store, note_txt=target)
    assert str(refusal.value) == str(checked.value)
    assert on_disk(store.root) == before
    assert on_disk(target.parent) == there
    return refusal.value


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a part would go, with something there already."""
    return written(tmp_path / "place", "note.txt", "before")


class TestRefusing:
    def test_any_byte_that_differs(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        data = made(tmp_path / "all.zip", store, note_txt=b"hello").read_bytes()
        flipped = tmp_path / "flipped.zip"

        @settings(max_examples=150, deadline=None)
        @given(at=st.integers(0, len(data) - 1), bit=st.integers(0, 7))
        def each(at: int, bit: int) -> None:
            flipped.write_bytes(data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :])
            with pytest.raises(Refusal) as refusal:
                check_archive(flipped)
            assert refusal.value.code in ("STO-026", "STO-027")

        each()

    def test_an_archive_cut_short_or_drawn_out(
        self, archive: Path, store: Workspace, target: Path
    ) -> None:
        data = archive.read_bytes()
        for changed in (b"", data[:-1], data[:100], data[len(data) // 2 :], data + b"x"):
            archive.write_bytes(changed)
            assert untouched(archive, store, target).code == "STO-026"

    def test_a_file_that_is_not_there_or_no_archive(
        self, archive: Path, store: Workspace, target: Path
    ) -> None:
        with zipfile.ZipFile(archive, "w") as other:
            other.writestr("a.csv", APRIL)
        assert untouched(archive, store, target).code == "STO-026"
        archive.unlink()
        assert untouched(archive, store, target).code == "STO-026"
        line = b"mutuality archive 0001 sha256 "
        archive.write_bytes(resigned(b"no zip at all" + line + b"0" * DIGEST))
        assert len(line) + DIGEST == LAST_LINE_BYTES
        assert untouched(archive, store, target).code == "STO-026"

    def test_a_newer_one(self, archive: Path, store: Workspace, target: Path) -> None:
        data = archive.read_bytes()
        archive.write_bytes(resigned(data.replace(b"archive 0001 sha", b"archive 0002 sha")))
        refusal = untouched(archive, store, target)
        assert refusal.code == "STO-027"
        assert "format 2" in refusal.problem
        archive.write_bytes(data)
        newer = repacked(archive, lambda held: relisted(held, format=2))
        assert untouched(newer, store, target).code == "STO-027"

    @pytest.mark.parametrize(
        "change",
        [
            lambda held: held.update({"parts/more.txt": b"x"}),
            lambda held: held.pop("parts/note.txt"),
            lambda held: held.update({"parts/note.txt": b"other"}),
            lambda held: held.update({"parts/note.txt": b"hello and more"}),
            lambda held: held.update({CONTENTS: b"{}"}),
            lambda held: held.update({CONTENTS: b"[1]"}),
            lambda held: held.update({CONTENTS: b"no json"}),
            lambda held: held.update({CONTENTS: held[CONTENTS].replace(b"Fenland", b"Anglia1")}),
            lambda held: (held.pop("workspace/manifest.sqlite"), relisted(held)),
            lambda held: relisted(held, surprise=1),
        ],
        ids=["more", "less", "other", "longer", "no list", "odd list", "no json", "altered",
             "no manifest", "unknown field"],
    )  # fmt: skip
    def test_entries_and_list_that_do_not_agree(
        self,
        change: Callable[[dict[str, bytes]], None],
        archive: Path,
        store: Workspace,
        target: Path,
    ) -> None:
        assert untouched(repacked(archive, change), store, target).code == "STO-026"

    @pytest.mark.parametrize(
        "name",
        [
            "../outside.txt",
            "parts/../../outside.txt",
            "/outside.txt",
            "parts//outside.txt",
            "parts/C:\\outside.txt",
            "workspace/observations/../../x.parquet",
            "workspace/other.sqlite",
        ],
    )
    def test_a_name_that_leads_elsewhere(
        self, name: str, archive: Path, store: Workspace, target: Path
    ) -> None:
        def forge(held: dict[str, bytes]) -> None:
            held[name] = b"x"
            relisted(held)

        assert untouched(repacked(archive, forge), store, target).code == "STO-028"
        assert not list(target.parent.parent.glob("**/outside.txt"))

    def test_a_manifest_that_names_what_is_not_there(
        self, archive: Path, store: Workspace, tmp_path: Path
    ) -> None:
        def forge(held: dict[str, bytes]) -> None:
            held.pop(next(name for name in held if name.endswith("sickness.parquet")))
            relisted(held)

        before = on_disk(store.root)
        with pytest.raises(Refusal, match="STO-026"):
            put_back(repacked(archive, forge), store)
        assert on_disk(store.root) == before

    def test_a_part_that_it_does_not_hold(self, archive: Path, tmp_path: Path) -> None:
        other = Workspace(tmp_path / "other")
        with pytest.raises(Refusal, match=r"STO-029.*base.sqlite3, note.txt"):
            put_back(archive, other, cats=tmp_path / "cats")
        assert not other.root.exists()

    def test_no_room(self, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        full = shutil.disk_usage(tmp_path)._replace(free=10)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
        other = Workspace(tmp_path / "other")
        with pytest.raises(Refusal, match=r"STO-030.*10 are free"):
            put_back(archive, other)
        assert not other.root.exists()

    def test_a_place_that_cannot_be_written(
        self, archive: Path, store: Workspace, tmp_path: Path
    ) -> None:
        blocked = written(tmp_path, "file", "in the way") / "note.txt"
        before = on_disk(store.root)
        with pytest.raises(Refusal, match="STO-030"):
            put_back(archive, store, note_txt=blocked)
        assert on_disk(store.root) == before

    def test_a_failure_on_the_way_puts_everything_back(
        self, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Workspace(tmp_path / "other")
        taken(other, written(tmp_path, "may.csv", MAY))
        base = database(tmp_path / "new" / "base.sqlite3", "newer")
        with (
            closing(sqlite3.connect(other.manifest.path, isolation_level=None)) as writer,
            monkeypatch.context() as patch,
        ):
            patch.setattr("mutuality.stores.manifest.PATIENCE", 0.05)
            writer.execute("begin immediate")
            before = on_disk(other.root / "observations")
            for note in (written(tmp_path / "new", "note.txt", "before"), tmp_path / "fresh"):
                with pytest.raises(Refusal, match="STO-016"):
                    put_back(archive, other, base_sqlite3=base, note_txt=note)
        assert on_disk(other.root / "observations") == before
        assert words_in(base) == ["newer"]
        assert (tmp_path / "new" / "note.txt").read_text() == "before"
        assert not (tmp_path / "fresh").exists()
        assert values(other, "sickness") == [("RGT", "2024-05-01", 0.06)]

    def test_a_database_that_is_held_for_too_long(
        self, archive: Path, loaded: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = database(tmp_path / "live.sqlite3", "newer")
        monkeypatch.setattr("mutuality.stores.databases.PATIENCE", 0.05)
        monkeypatch.setattr("mutuality.stores.databases.PAUSE", 0.02)
        with closing(sqlite3.connect(target, isolation_level=None)) as holder:
            holder.execute("begin immediate")
            with pytest.raises(Refusal, match="STO-016"):
                put_back(archive, loaded, base_sqlite3=target)
            holder.execute("commit")
        assert words_in(target) == ["newer"]

    def test_a_database_that_cannot_be_changed_in_place(
        self, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        """SQLite gives a database with a log no other size of page."""
        target = tmp_path / "live.sqlite3"
        with closing(sqlite3.connect(target, isolation_level=None)) as con:
            con.execute("pragma page_size = 8192")
            con.execute("pragma journal_mode = wal")
        database(target, "newer")
        with pytest.raises(Refusal, match="STO-030"):
            put_back(archive, loaded, base_sqlite3=target)
        assert words_in(target) == ["newer"]

    def test_what_a_killed_restore_left_is_swept_a_day_later(
        self, archive: Path, store: Workspace
    ) -> None:
        left = written(store.root / ".restoring-x", "a", "b").parent
        soon = dt.datetime.fromtimestamp(left.stat().st_mtime, dt.UTC)
        for at, remains in ((soon, True), (soon + dt.timedelta(days=2), False)):
            restore_archive(archive, into=store.root, parts_to={}, at=at)
            assert left.exists() is remains


KILLED = """
import datetime as dt, os, sys, time
from pathlib import Path
import mutuality.stores.{module} as module
from mutuality.stores import Offered, Workspace, restore_archive

real = module.{name}

def pause(*args, **kwargs):
    result = {before} and real(*args, **kwargs)
    print("here", flush=True)
    time.sleep(600)

module.{name} = pause
root, file = Path(sys.argv[1]), Path(sys.argv[2])
at = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
if file.suffix == ".zip":
    restore_archive(file, into=root, parts_to={{"base.sqlite3": Path(sys.argv[3])}}, at=at)
else:
    Workspace(root).load("auto", [file], at=at)
"""


def killed(module: str, name: str, *arguments: Path, before: bool = True) -> None:
    """Run a load or a restore in a process, and kill it within one of its functions."""
    script = KILLED.format(module=module, name=name, before=before)
    child = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stdout.readline() == "here\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()


class TestKilled:
    @pytest.mark.parametrize(
        ("module", "name", "base"),
        [
            ("restoring", "copy_entry", "newer"),
            ("restoring", "_adopt", "newer"),
            ("restoring", "_exchange", "old"),
            ("layout", "record", "old"),
        ],
    )
    def test_in_the_middle_of_a_restore(
        self, module: str, name: str, base: str, archive: Path, loaded: Workspace, tmp_path: Path
    ) -> None:
        """The workspace is as it was, and the next restore goes through."""
        other = Workspace(tmp_path / "other")
        taken(other, written(tmp_path, "may.csv", MAY))
        version = other.version
        target = database(tmp_path / "live.sqlite3", "newer")
        killed(module, name, other.root, archive, target)
        assert values(other, "sickness") == [("RGT", "2024-05-01", 0.06)]
        assert other.version == version
        assert words_in(target) == [base]
        june = sickness({("RGT", "2024-06"): (7, 100)})
        taken(other, written(tmp_path, "june.csv", june))
        put_back(archive, other, base_sqlite3=target)
        assert same(loaded, other)
        assert words_in(target) == ["old"]

    @pytest.mark.parametrize(
        ("module", "name"),
        [("keeping", "settle"), ("loading", "write_tables"), ("loading", "_enter"),
         ("layout", "record")],
    )  # fmt: skip
    def test_in_the_middle_of_a_load(
        self, module: str, name: str, store: Workspace, tmp_path: Path
    ) -> None:
        """Nothing is lost, nothing is half there, and the lock is free."""
        taken(store, written(tmp_path, "april.csv", APRIL))
        version, shown = store.version, values(store, "sickness")
        may = written(tmp_path, "may.csv", MAY)
        killed(module, name, store.root, may)
        assert (store.version, values(store, "sickness")) == (version, shown)
        assert len(store.held()) == 1
        taken(store, may)
        assert len(values(store, "sickness")) == 2
        assert not [path for path in (store.root / "observations").iterdir() if path.name[0] == "."]

    def test_the_first_load_of_all(self, store: Workspace, tmp_path: Path) -> None:
        april = written(tmp_path, "april.csv", APRIL)
        killed("keeping", "settle", store.root, april)
        assert store.loaded_measures() == set()
        taken(store, april)
        assert len(values(store, "sickness")) == 1


LOADER = """
import datetime as dt, sys
from pathlib import Path
from mutuality.base import Refusal
from mutuality.stores import Workspace
store, files = Workspace(Path(sys.argv[1])), list(map(Path, sys.argv[2:]))
print("ready", flush=True)
sys.stdin.readline()
for file in files:
    (outcome,) = store.load("auto", [file], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).outcomes
    print(outcome.as_dict().get("code") or outcome.as_dict()["status"], flush=True)
"""


@pytest.fixture
def loaders(store: Workspace) -> Callable[..., list[list[str]]]:
    """Processes that load lists of files at once; what each says of its files."""

    def run(*lists: list[Path]) -> list[list[str]]:
        people = [
            subprocess.Popen(
                [sys.executable, "-c", LOADER, str(store.root), *map(str, files)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for files in lists
        ]
        for person in people:
            assert person.stdout
            assert person.stdout.readline() == "ready\n"
        for person in people:
            assert person.stdin
            person.stdin.write("go\n")
            person.stdin.flush()
        return [person.communicate(timeout=120)[0].split("\n")[:-1] for person in people]

    return run


class TestAtOnce:
    def test_two_processes_lose_nothing(
        self, store: Workspace, tmp_path: Path, loaders: Callable[..., list[list[str]]]
    ) -> None:
        months = [f"20{year}-{month:02}" for year in (20, 21) for month in range(1, 11)]
        files = [
            written(tmp_path, f"{month}.csv", sickness({("RGT", month): (n, 100)}))
            for n, month in enumerate(months)
        ]
        said = loaders(files[::2], files[1::2])
        assert said == [["loaded"] * 10, ["loaded"] * 10]
        assert [row[2] for row in values(store, "sickness")] == [n / 100 for n in range(20)]
        assert len({held.id for held in store.held()}) == 20
        assert len(store.history()) == 20

    def test_the_same_file_twice_at_once_is_one_file(
        self, store: Workspace, tmp_path: Path, loaders: Callable[..., list[list[str]]]
    ) -> None:
        files = [
            written(tmp_path, f"{n}.csv", sickness({("RGT", f"2020-{n:02}"): (n, 100)}))
            for n in range(1, 10)
        ]
        one, other = loaders(files, files)
        assert [*map(set, zip(one, other, strict=True))] == [{"loaded", "already loaded"}] * 9
        assert len(store.held()) == 9

    def test_two_files_that_contradict_each_other_are_not_both_taken(
        self, store: Workspace, tmp_path: Path, loaders: Callable[..., list[list[str]]]
    ) -> None:
        lists = [
            [
                written(tmp_path, f"{who}-{n}.csv", sickness({("RGT", f"2020-{n:02}"): (who, 100)}))
                for n in range(1, 10)
            ]
            for who in (1, 2)
        ]
        one, other = loaders(*lists)
        assert [*map(set, zip(one, other, strict=True))] == [{"loaded", "STO-005"}] * 9
        assert len(values(store, "sickness")) == 9
