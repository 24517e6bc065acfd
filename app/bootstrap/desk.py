"""Opens a profile: the desk that the window and the command line work at."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.clock import Clock
    from app.core.contact.rules import RuleBook
    from app.core.people.local_time import ZoneTables
    from app.services.desk.desk import Desk
    from app.services.desk.library import CadenceLibrary
    from app.services.store.records import Identity
    from app.storage.unit_of_work import SqlStore
    from app.system.paths import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDesk:
    """A desk over an open profile; `close` ends it."""

    desk: Desk
    store: SqlStore
    zones: ZoneTables
    close: Callable[[], None]


def make_profile(
    profile: Profile,
    clock: Clock,
    *,
    rep_name: str,
    company: str,
    zone: str,
    country: str,
    sandbox: bool = False,
    demo: bool = False,
) -> Identity:
    """Set up a workplace in an empty folder. Raises Refused if there is one already."""
    import secrets

    from app.services.store.records import Identity
    from app.storage.create import SECRET_BYTES, create
    from app.system.ids import IdMint

    profile.prepare()
    mint = IdMint(clock)
    identity = Identity(
        org_id=mint.uuid7(),
        device_id=mint.uuid7(),
        rep_id=mint.uuid7(),
        rep_name=rep_name,
        company=company,
        zone=zone,
        country=country,
        sandbox=sandbox,
        demo=demo,
    )
    create(profile.database, identity, secrets.token_bytes(SECRET_BYTES), clock.now())
    return identity


def open_desk(profile: Profile, clock: Clock, language: str = "en") -> ProfileDesk:
    """Open the profile's store and read the texts; `language` is the one the rep reads in.

    Raises TouchlineError in the user's words.
    """
    from functools import partial

    from app.services.cadences.source_names import take_up_sources
    from app.services.cadences.versions import meet
    from app.services.desk.desk import Desk, Shelf
    from app.storage.unit_of_work import sql_store
    from app.system.ids import IdMint
    from app.system.resources import read_lines, read_texts
    from app.system.timezones import use_bundled_tzdata

    tz_version = use_bundled_tzdata()
    mint = IdMint(clock).uuid7
    with ExitStack() as stack:
        store = sql_store(profile.database, clock, mint)
        stack.callback(store.database.close)
        with store.read() as reader:
            identity, ring = reader.identity(), reader.ring()
        shipped = read_library(profile)
        rules = read_rules(profile)
        desk = Desk(
            store=store,
            shelf=Shelf(meet(store, shipped, partial(read_texts, "cadences"), clock.now())),
            clock=clock,
            new_id=mint,
            tz_version=tz_version,
            rules=rules,
            identity=identity,
            ring=ring,
            free_mail=read_lines("mail", "free_domains.txt"),
            language=language,
        )
        take_up_sources(desk)
        return ProfileDesk(desk=desk, store=store, zones=rules.tables, close=stack.pop_all().close)


def read_library(profile: Profile | None = None) -> CadenceLibrary:
    """The cadences that ship, with their texts and rules, and the routing table in force.

    Raises FileError with every problem of the profile's own table.
    """
    from app.services.desk.library import load_library
    from app.system.resources import read_lines, read_texts

    return load_library(
        cadences=read_texts("cadences"),
        templates=read_texts("templates"),
        scripts=read_texts("scripts"),
        rules=read_texts("rules"),
        words=read_texts("words"),
        accounts=read_texts("accounts"),
        adapt=read_texts("adapt"),
        routing=read_routing(profile),
        free_mail=read_lines("mail", "free_domains.txt"),
    )


def read_rules(profile: Profile | None = None) -> RuleBook:
    """The contact rules that ship, or those of the profile where it has a file of its own.

    Raises FileError with every problem of that file.
    """
    from app.core.contact.rules_format import read_rule_book
    from app.system.resources import resource_path

    shipped = resource_path("contact_rules.toml")
    own = None if profile is None else profile.contact_rules
    return read_rule_book(
        _text(own if own is not None and own.exists() else shipped),
        _text(resource_path("zones", "country_zones.json")),
        _text(resource_path("zones", "regions.toml")),
        _text(resource_path("holidays", "days.json")),
        _text(resource_path("zones", "number_regions.json")),
    )


def read_routing(profile: Profile | None = None) -> dict[str, str]:
    """The routing table that ships, or that of the profile, as {file name: text}.

    Raises BadInput for a file that cannot be read.
    """
    from app.system.resources import resource_path

    own = None if profile is None else profile.routing
    path = own if own is not None and own.exists() else resource_path("routing", "default.toml")
    return {path.name: _text(path)}


def _text(path: Path) -> str:
    from app.core.errors import BadInput

    try:
        if not path.is_file():
            raise OSError  # a pipe would be waited for
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "file_unreadable",
            f"The file {path.name} cannot be read as UTF-8 text.",
            "Check that it may be read, and was saved as UTF-8; or take it out of the profile.",
        ) from error


def make_demo(profile: Profile, clock: Clock) -> None:
    """Set up an invented workplace: people in every state the queue can show, marked as demo."""
    from app.services.demo.workplace import COMPANY, REP, fill

    make_profile(
        profile,
        clock,
        rep_name=REP,
        company=COMPANY,
        zone="Europe/Madrid",
        country="ES",
        sandbox=True,
        demo=True,
    )
    opened = open_desk(profile, clock)
    try:
        fill(opened.desk, clock.now())
    finally:
        opened.close()
