"""import: a list of people out of another system."""

from argparse import ArgumentTypeError, Namespace
from collections import Counter

from app.cli.answer import Answer, facts, table
from app.cli.parser import Commands, a_file, add_command
from app.cli.profile_commands import known_country, known_zone
from app.cli.session import Session
from app.cli.values import a_source, list_bytes, words
from app.core.errors import NotFound
from app.core.routing.table import source_key
from app.services.cadences.source_names import choosable_sources, remember_sources
from app.services.desk.desk import Desk
from app.services.importing.forecast import forecast, unknown_sources
from app.services.importing.mappings import load_mapping, mapping_names, save_mapping
from app.services.importing.plan import ImportFinding, ImportOptions, ImportPlan
from app.services.importing.reading import plan_import
from app.services.importing.run import ImportCount, run_import
from app.services.importing.tables import ImportTables
from app.services.wording import Wording

_SHOWN = 20


def add_to(commands: Commands) -> None:
    """Add the command `import`."""
    parser = add_command(
        commands, "import", _import, "bring in the people of a CSV file", in_portions=True
    )
    parser.add_argument("file", metavar="FILE", type=a_file)
    parser.add_argument("--mapping", metavar="NAME", type=words, help="columns as saved before")
    parser.add_argument("--save-mapping", metavar="NAME", type=words, help="save how columns map")
    parser.add_argument(
        "--source", metavar="KEY", type=a_source, default="", help="where no column says it"
    )
    parser.add_argument(
        "--source-means",
        metavar="NAME=KEY",
        action="append",
        type=_means,
        default=[],
        help="what a source of the list stands for, from now on; may be given again",
    )
    parser.add_argument("--country", metavar="CC", help="of numbers without one (default: desk's)")
    parser.add_argument("--zone", metavar="Z", help="of times in the file (default: the desk's)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, no more")


def _means(text: str) -> tuple[str, str]:
    name, found, key = text.rpartition("=")
    if not (found and name.strip()):
        raise ArgumentTypeError("name a source and its key, for example Adwords=contact_sales")
    return name.strip(), key.strip().lower()


def _import(session: Session, args: Namespace) -> Answer:
    opened = session.read() if args.dry_run else session.write()
    desk, tables = opened.desk, session.house.import_tables(opened.zones)
    means = dict(args.source_means)
    if means and not args.dry_run:
        remember_sources(desk, means)
    data = list_bytes(args.file, "CSV")
    country = args.country or desk.identity.country
    options = ImportOptions(
        now=session.now(),
        zone=known_zone(args.zone or desk.identity.zone, opened.zones),
        country=known_country(country, opened.zones) if country else "",
        source=args.source.strip(),
        mapping=_mapping(desk, args.mapping) if args.mapping else None,
        ours=(desk.identity.rep_name,),
    )
    plan = plan_import(data, tables=tables, options=options)
    if args.dry_run:
        count = _forecast(desk, plan)
    else:
        count = ImportCount(done=0, total=len(plan.drafts))
        for count in run_import(desk, plan, opened.zones):  # noqa: B007 - the last one counts all
            pass
        if args.save_mapping:
            save_mapping(desk, args.save_mapping, plan.mapping)
    lines = _lines(plan, count, tables, session.words(), dry=args.dry_run)
    said = {source_key(name) for name in means}
    sources = [one for one in unknown_sources(desk, plan) if source_key(one[0]) not in said]
    if sources:
        names = ", ".join(name for name, _ in sources)
        lines.append(session.words().plain("import.unknown_sources", {"names": names}))
        keys = ", ".join(choosable_sources(desk))
        lines.append(session.words().plain("cli.import.source_means", {"keys": keys}))
    document = _document(plan, count) | {"unknown_sources": dict(sources)}
    return Answer(document=document, lines=lines)


def _forecast(desk: Desk, plan: ImportPlan) -> ImportCount:
    found = forecast(desk, plan)
    return ImportCount(
        done=0,
        total=len(plan.drafts),
        new=len(found.new),
        merged=len(found.known),
        suppressed=len(found.suppressed),
    )


def _mapping(desk: Desk, name: str) -> dict[str, str]:
    mapping = load_mapping(desk, name)
    if not mapping:
        known = ", ".join(mapping_names(desk)) or "none"
        raise NotFound(
            "no_mapping", "No mapping was saved under that name.", f"Saved so far: {known}."
        )
    return mapping


def _document(plan: ImportPlan, count: ImportCount) -> dict[str, object]:
    """Rows = new + merged + suppressed + rejected: a row that joined an earlier one is merged."""
    return {
        "rows": plan.rows,
        "new": count.new,
        "merged": count.merged + len(plan.merged),
        "suppressed": count.suppressed,
        "rejected": [_finding(finding) for finding in plan.rejected],
        "mapping": plan.mapping,
        "unusable": [_finding(finding) for finding in plan.unusable],
        "warnings": dict(Counter(warning.code for warning in plan.warnings)),
        "without_time": plan.without_time,
        "refusals": len(plan.refusals),
        "encoding": plan.encoding,
        "delimiter": plan.delimiter,
    }


def _finding(finding: ImportFinding) -> dict[str, object]:
    return {
        "row": finding.row,
        "field": finding.field,
        "value_hint": finding.value_hint,
        "code": finding.code,
        "message": finding.message,
        "fix": finding.fix,
    }


def _told(plan: ImportPlan, tables: ImportTables) -> list[tuple[int, str, str]]:
    """(how many, what, what to do) of everything else that a person may want to know."""
    kinds = Counter(warning.code for warning in plan.warnings)
    first = {warning.code: warning for warning in reversed(plan.warnings)}
    told = [(count, first[code].message, first[code].fix) for code, count in kinds.items()]
    if plan.without_time:
        args = {"count": plan.without_time}
        text, fix = (tables.say("no_time", part, args) for part in ("text", "fix"))
        told.append((plan.without_time, text, fix))
    counts = (("no_name", plan.nameless), ("no_number", plan.without_number))
    for code, count in counts:
        if count:
            text, fix = (tables.say(code, part, {"count": count}) for part in ("text", "fix"))
            told.append((count, text, fix))
    return told


def _lines(
    plan: ImportPlan, count: ImportCount, tables: ImportTables, words: Wording, *, dry: bool
) -> list[str]:
    columns = [(column.name, column.field, column.how.replace("_", " ")) for column in plan.columns]
    rejected = [(f.row, f.field, f.value_hint, f.message, f.fix) for f in plan.rejected]
    lines = [
        *table(("Column", "Becomes", "Found by"), columns),
        "",
        *facts(
            [
                ("Rows", plan.rows),
                ("New", count.new),
                ("Merged", count.merged + len(plan.merged)),
                ("Do not contact", count.suppressed),
                ("Rejected", len(plan.rejected)),
                ("Numbers and addresses kept as text only", len(plan.unusable)),
                ("Warnings", len(plan.warnings)),
            ]
        ),
    ]
    if rejected:
        lines += [
            "",
            *table(("Row", "Field", "Value", "What is wrong", "What to do"), rejected)[
                : _SHOWN + 1
            ],
        ]
        if len(rejected) > _SHOWN:
            lines.append(f"... and {len(rejected) - _SHOWN} more; --json lists them all.")
    told = _told(plan, tables)
    if told:
        heads = tuple(words.plain(f"cli.import.{head}") for head in ("rows", "noticed", "to_do"))
        lines += ["", *table(heads, told)]
    if dry:
        lines += ["", "Nothing was stored: --dry-run."]
    return lines
