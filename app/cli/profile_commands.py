"""init, status, backup, restore: the profile itself."""

import getpass
from argparse import Namespace

from app.cli.answer import Answer, facts, local
from app.cli.parser import Commands, a_file, add_command
from app.cli.session import Session
from app.cli.values import file_text, require_file, words
from app.core.errors import BadInput, NotFound, Refused, TouchlineError
from app.core.messages.content import parse_content
from app.core.people.local_time import ZoneTables
from app.services.working.content_list import save_content
from app.system.paths import shown
from app.system.single_instance import SingleInstance
from app.system.timezones import is_zone, machine_zone

# More of them than anybody sorts out in a day.
_MOST_STUCK = 10_000

_A_BACKUP = "Name a file that backup wrote."


def add_to(commands: Commands) -> None:
    """Add init, status, migrate, backup and restore."""
    init = add_command(commands, "init", _init, "make a profile")
    init.add_argument("--sandbox", action="store_true", help="a profile to play in: --at anywhere")
    init.add_argument("--rep", metavar="NAME", type=words, help="who works here")
    init.add_argument("--company", metavar="NAME", default="", help="for whom")
    init.add_argument("--zone", metavar="Z", help="IANA zone of the desk (default: the machine's)")
    init.add_argument(
        "--content", metavar="FILE", type=a_file, help="the first cases, documents and offers"
    )
    init.add_argument("--country", metavar="CC", help="its country (default: that of the zone)")
    add_command(commands, "status", _status, "say what the profile holds and what waits to be sent")
    add_command(commands, "migrate", _migrate, "bring a database of an older version up to date")
    backup = add_command(commands, "backup", _backup, "copy the profile and verify the copy")
    backup.add_argument(
        "--to",
        metavar="FILE",
        type=a_file,
        help="a new file, or a folder for it, instead of backups/",
    )
    restore = add_command(commands, "restore", _restore, "put a verified copy in the place of it")
    restore.add_argument("file", metavar="FILE", type=a_file, help="what backup wrote")


def known_zone(name: str, tables: ZoneTables) -> str:
    """The zone by its present name. Raises BadInput."""
    if not is_zone(name):
        raise BadInput(
            "bad_zone",
            "That is no time zone Touchline knows.",
            "Use an IANA name such as Europe/Madrid.",
        )
    return tables.links.get(name, name)


def known_country(code: str, tables: ZoneTables) -> str:
    """The code in capitals. Raises BadInput."""
    country = code.strip().upper()
    if country not in tables.countries:
        raise BadInput(
            "bad_country",
            "That is no country code Touchline knows.",
            "Use the two letters of ISO 3166, such as ES or MX.",
        )
    return country


def _country_of(zone: str, tables: ZoneTables) -> str:
    """The country whose zone it is; "" when that is none, or several."""
    found = [country for country, zones in tables.countries.items() if zone in zones]
    return found[0] if len(found) == 1 else ""


def _init(session: Session, args: Namespace) -> Answer:
    session.refuse_at(sandbox=args.sandbox)
    tables = session.zones()
    zone = known_zone(args.zone or machine_zone(), tables)
    country = known_country(args.country, tables) if args.country else _country_of(zone, tables)
    content = (
        parse_content(file_text(args.content, "content"), args.content.name) if args.content else ()
    )
    session.now()
    identity = session.house.make_profile(
        session.profile,
        session.clock,
        rep_name=args.rep or _login(),
        company=args.company,
        zone=zone,
        country=country,
        sandbox=args.sandbox,
    )
    if content:
        save_content(session.write().desk, content)
    lines = [
        f"Made a {'sandbox' if args.sandbox else 'profile'} in {shown(session.profile.folder)}.",
        *facts(
            [
                ("Rep", identity.rep_name),
                ("Company", identity.company),
                ("Zone", zone),
                ("Country", country or "unknown: numbers need their country code"),
            ]
        ),
    ]
    document = {
        "profile": str(session.profile.folder),
        "org_id": identity.org_id,
        "device_id": identity.device_id,
        "rep_id": identity.rep_id,
        "rep": identity.rep_name,
        "company": identity.company,
        "zone": zone,
        "country": country,
        "sandbox": identity.sandbox,
    }
    return Answer(document=document, lines=lines)


def _login() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a machine that knows no names of accounts
        return "Rep"


def _status(session: Session, args: Namespace) -> Answer:
    desk = session.read().desk
    who, figures = desk.identity, session.upkeep().figures()
    with desk.store.read() as reader:
        lanes = reader.queue_page(who.rep_id, desk.clock.now(), 0).counts
        stuck = len(reader.stuck(_MOST_STUCK))
    kept, lost = session.upkeep().latest_backup(), session.upkeep().lost()
    gone = 0 if lost is None else lost.activities
    document = {
        "profile": str(session.profile.folder),
        "rep": who.rep_name,
        "rep_id": who.rep_id,
        "company": who.company,
        "zone": who.zone,
        "country": who.country,
        "sandbox": who.sandbox,
        "demo": who.demo,
        "schema": figures.schema,
        "leads": figures.leads,
        "planned": figures.planned,
        "activities": figures.activities,
        "newest_at": figures.newest_at,
        "lost": gone,
        "queue": lanes,
        "stuck": stuck,
        "outbox": {"pending": figures.pending, "sent": figures.sent, "dead": figures.dead},
        "backup": kept.name if kept else None,
    }
    words = session.words()
    lines = facts(
        [
            ("Profile", shown(session.profile.folder) + (" (sandbox)" if who.sandbox else "")),
            ("Rep", f"{who.rep_name}, {who.company}" if who.company else who.rep_name),
            ("Zone", who.zone),
            ("Schema", figures.schema),
            ("People", figures.leads),
            ("Planned touches", figures.planned),
            ("Activities", figures.activities),
            ("Newest", local(figures.newest_at, who.zone)),
            *([("Saved once, and gone", f"{gone} activities: run doctor")] if gone else []),
            *((words.plain(f"lane.{lane}"), count) for lane, count in lanes.items()),
            ("No opening in 15 days", stuck),
            ("Waiting to be sent", figures.pending),
            ("Refused when sent", figures.dead),
            ("Latest backup", kept.name if kept else "none"),
        ]
    )
    return Answer(document=document, lines=lines)


def _migrate(session: Session, args: Namespace) -> Answer:
    session.require_profile()
    lock = SingleInstance(session.profile.lock)
    if not lock.acquire():
        raise Refused(
            "window_open", "The window of this profile is open.", "Close it, then migrate."
        )
    try:
        copy = session.upkeep().migrate(session.now())
    finally:
        lock.release()
    if copy is None:
        return Answer(document={"migrated": False, "backup": None}, lines=["It is up to date."])
    said = f"Brought up to date. The backup made before is {shown(copy)}."
    return Answer(document={"migrated": True, "backup": str(copy)}, lines=[said])


def _backup(session: Session, args: Namespace) -> Answer:
    session.refuse_at(sandbox=session.read().desk.identity.sandbox)
    if args.to is not None and args.to.exists() and not args.to.is_dir():
        raise Refused(
            "file_exists", "There is a file of that name already.", "Choose a name that is free."
        )
    if args.to is not None and not args.to.parent.is_dir():
        raise NotFound("no_folder", "There is no such folder to write to.", "Make it first.")
    file = session.upkeep().backup(session.now(), args.to)
    size = file.stat().st_size
    document = {"file": str(file), "bytes": size, "verified": True}
    return Answer(
        document=document, lines=[f"Copied and verified: {shown(file)}, {size // 1024} KiB."]
    )


def _restore(session: Session, args: Namespace) -> Answer:
    if session.has_at:
        session.refuse_at(sandbox=session.read().desk.identity.sandbox)
        session.close()
    copy, profile = args.file, session.profile
    require_file(copy, _A_BACKUP)
    if profile.exists() and copy.samefile(profile.database):
        raise Refused("same_file", "That is the profile's own database.", "Name a backup.")
    profile.prepare()
    lock = SingleInstance(profile.lock)
    if not lock.acquire():
        raise Refused(
            "window_open", "The window of this profile is open.", "Close it, then restore."
        )
    try:
        restored = session.house.restore_backup(profile, copy, session.clock)
    except TouchlineError as error:
        if error.code == "not_a_store":
            raise BadInput(error.code, error.message, _A_BACKUP) from error
        raise
    finally:
        lock.release()
    former, carried = restored.former, restored.carried
    document = {
        "restored": str(copy),
        "former": str(former) if former else None,
        "carried": None
        if carried is None
        else {
            "opt_outs": carried.opt_outs,
            "consents": carried.consents,
            "lists": carried.lists,
            "erased": carried.erased,
        },
    }
    kept = [f"The former database is kept as {shown(former)}."] if former else []
    if carried is None:
        kept.append(
            "It cannot be read: who asked for no contact since the backup is not known. "
            "Enter their opt-outs again before anybody is contacted."
        )
    elif former:
        kept.append(
            f"Carried over from it: {carried.opt_outs} opt-outs, {carried.consents} withdrawn "
            f"consents, {carried.lists} lists, {carried.erased} erasures."
        )
    return Answer(document=document, lines=["Restored and verified.", *kept])
