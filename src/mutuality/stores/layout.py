"""How a manifest is laid out, and how an older one is brought up to date.

In:    a connection to a manifest, inside one transaction.
Out:   the tables of this version, with everything that the older layout held.
Never: a row lost on the way, or a layout changed by halves.

Layout 3 added `events`: what was done to the workspace, in order, and by whom. Layout 1 was never
released.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

VERSION = 3
SCHEMA = """
create table if not exists loads (
    id text primary key,
    loaded_at text not null,
    hidden_at text
);
create table if not exists files (
    id integer primary key,
    load_id text not null references loads(id),
    reader text not null,
    publisher text not null,
    title text not null,
    licence text not null,
    url text not null,
    standing text not null,
    name text not null,
    path text not null,
    sha256 text not null,
    bytes integer not null,
    vintage_order text not null,
    vintage text not null,
    kept integer not null,
    report text not null
);
create index if not exists files_by_hash on files(sha256);
create table if not exists series (
    file_id integer not null references files(id),
    measure text not null,
    period_start text not null,
    period_end text not null,
    rows integer not null,
    edition text not null,
    bodies text not null
);
create index if not exists series_by_measure on series(measure);
create table if not exists declared (
    measure text not null,
    definition text not null,
    file_id integer not null references files(id)
);
create table if not exists names (
    code text not null,
    name text not null,
    file_id integer not null references files(id),
    primary key (code, file_id)
);
"""
EVENTS = """
create table if not exists events (
    id integer primary key,
    at text not null,
    kind text not null,
    load_id text not null,
    who text not null,
    digest text not null
);
"""
FIRST_TABLES = frozenset({"loads", "files", "series", "declared", "names"})
TABLES = FIRST_TABLES | {"events"}
LOADED, UNDONE, REDONE, RESTORED = "loaded", "undone", "redone", "restored"


def lay_out(con: sqlite3.Connection) -> None:
    """Make the tables of this version in an empty database."""
    for statement in (SCHEMA + EVENTS).split(";"):
        con.execute(statement)
    con.execute(f"pragma user_version = {VERSION}")


def bring_up_to_date(con: sqlite3.Connection) -> None:
    """From layout 2: the loads and undos that it knows become the first events."""
    con.execute(EVENTS)
    done = con.execute(
        f"select loaded_at as at, '{LOADED}' as kind, id from loads"
        f" union all select hidden_at, '{UNDONE}', id from loads where hidden_at is not null"
        " order by at, kind"
    ).fetchall()
    for at, kind, load_id in done:
        record(con, kind, load_id, at=at, who="")
    con.execute(f"pragma user_version = {VERSION}")


def record(con: sqlite3.Connection, kind: str, load_id: str, *, at: str, who: str) -> None:
    """Enter what was done. Each entry's digest covers those before it, and so names a state."""
    last = con.execute("select digest from events order by id desc limit 1").fetchone()
    text = "\n".join((last[0] if last else "", kind, load_id, at, who))
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    con.execute(
        "insert into events(at, kind, load_id, who, digest) values (?,?,?,?,?)",
        (at, kind, load_id, who, digest),
    )
