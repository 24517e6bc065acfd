"""What is kept about a person as a page that any browser shows, without anything from outside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from app.services.wording import Wording

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#16202c;background:#fff;max-width:60rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;
border-bottom:1px solid #d5dbe3}
p.about{color:#51606f;margin-top:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;
border-bottom:1px solid #e8ecf1;overflow-wrap:anywhere}
th{font-weight:600;color:#51606f}
td.text{white-space:pre-wrap}
@media print{body{margin:0;max-width:none}}
"""
_CODES = frozenset({"kind", "status", "state", "scope", "reason", "why", "finish_reason", "basis"})
# What of an activity's detail says something to the person it is about.
_TOLD = ("outcome", "channel", "reason", "why")


def page(
    document: Mapping[str, Any], words: Wording, *, language: str, zone: str, company: str
) -> str:
    """The document of `app.services.people.export.kept` as HTML; every value of it is escaped.

    Instants are on the wall clock of `zone`, which is named.
    """
    writer = _Page(document, words, ZoneInfo(zone))
    title = writer.say("title")
    about = words.plain(
        "export.about",
        {"company": company or "–", "at": document["exported_at"], "zone": zone},
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            f'<p class="about">{escape(about)} {escape(zone)}.</p>',
            *writer.sections(),
            "</body></html>",
            "",
        ]
    )


class _Page:
    """The sections of one document in one language."""

    def __init__(self, document: Mapping[str, Any], words: Wording, zone: ZoneInfo) -> None:
        self._document = document
        self._words = words
        self._zone = zone

    def say(self, key: str) -> str:
        """A word of the page."""
        return self._words.plain(f"export.{key}")

    def sections(self) -> Iterable[str]:
        """Each section as a heading and a table."""
        document = self._document
        facts = {k: v for k, v in document["facts"].items() if k != "other"}
        pairs = [(self.say(k), self._shown(k, v)) for k, v in facts.items()]
        pairs += document["facts"]["other"].items()
        yield self._table("facts", (), [pair for pair in pairs if pair[1]])
        for name, columns in (
            ("points", ("kind", "value", "status")),
            ("consents", ("channel", "granted", "basis", "source", "recorded_at", "expires_at")),
            ("suppressions", ("scope", "channels", "lifted")),
            ("enrolments", ("cadence", "state", "started_at", "finished_at", "finish_reason")),
            ("touches", ("channel", "kind", "state", "due_at", "outcome", "settled_at")),
        ):
            rows = [[self._shown(c, row[c]) for c in columns] for row in document[name]]
            yield self._table(name, [self.say(c) for c in columns], rows)
        typed = (*document["drafts"].values(), *document["composed"].values())
        drafts = [(text,) for text in typed]
        yield self._table("drafts", (), drafts, text=0)
        yield self._table(
            "timeline",
            [self.say(c) for c in ("at", "type", "detail", "text")],
            [self._activity(entry) for entry in document["timeline"]],
            text=3,
        )
        yield self._table(
            "audit",
            [self.say(c) for c in ("at", "type", "channel", "reason", "local")],
            [
                (
                    self._clock(line["at"]),
                    self._words.plain(f"audit.{line['kind']}"),
                    self._shown("channels", line["channel"].split()),
                    self._code(line["code"]),
                    ", ".join(line["local"]),
                )
                for line in document["audit"]
            ],
        )

    def _activity(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        told = [self._shown(k, entry["detail"][k]) for k in _TOLD if k in entry["detail"]]
        what = self._words.plain(f"event.{entry['type']}")
        undone = f" ({self.say('undone')})" if entry["undone"] else ""
        return (
            self._clock(entry["at"]),
            what + undone,
            ", ".join(dict.fromkeys(told)),
            "\n\n".join(filter(None, (entry["text"], entry["message"]))),
        )

    def _table(
        self, name: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, text: int = -1
    ) -> str:
        heading = f"<h2>{escape(self.say(name))}</h2>"
        if not rows:
            return f"{heading}<p>{escape(self.say('none'))}</p>"
        lines = ["".join(f"<th>{escape(cell)}</th>" for cell in head)] if head else []
        lines += [
            "".join(
                f"<td{' class=text' if i == text else ''}>{escape(cell)}</td>"
                for i, cell in enumerate(row)
            )
            for row in rows
        ]
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return f"{heading}<table>{body}</table>"

    def _shown(self, name: str, value: object) -> str:
        """A value as the page says it; codes in words, instants on the clock of the zone."""
        match name, value:
            case _, None | "":
                return ""
            case _, bool():
                return self.say("yes" if value else "no")
            case "channels", list():
                every = self.say("every_channel")
                return ", ".join(every if c == "*" else self._channel(c) for c in value)
            case _, list():
                return ", ".join(map(str, value))
            case "channel", _:
                return self._channel(str(value))
            case "outcome", _:
                return self._words.plain(f"outcome.{value}")
        if name.endswith(("_at", "_until")):
            return self._clock(str(value))
        return self._code(str(value)) if name in _CODES else str(value)

    def _channel(self, code: str) -> str:
        return self._words.plain(f"channel.{code}")

    def _code(self, code: str) -> str:
        return self._words.plain(f"code.{code}") if code else ""

    def _clock(self, at: str) -> str:
        return f"{datetime.fromisoformat(at).astimezone(self._zone):%Y-%m-%d %H:%M}"
