"""What an import finds odd, put into words as it goes."""

from collections import Counter
from typing import Any, Final

from app.core.reason import Args
from app.services.importing.plan import ImportFinding, Severity
from app.services.importing.tables import ImportTables

_MAX_OF_A_KIND: Final = 1_000


class Findings:
    """What was found so far; of warnings of one kind in one column only the first thousand."""

    def __init__(self, tables: ImportTables) -> None:
        self._tables = tables
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._found: list[ImportFinding] = []

    def add(self, severity: Severity, code: str, *, row: int, line: int, **facts: Any) -> None:
        """Put a finding into words and keep it; `facts` are further fields of ImportFinding."""
        if severity == "warning":
            kind = (code, facts.get("column", ""))
            self._kinds[kind] += 1
            if self._kinds[kind] > _MAX_OF_A_KIND:
                return
        args: Args = facts.get("args", {})
        wording = _wording_of(code, args)
        self._found.append(
            ImportFinding(
                severity=severity,
                row=row,
                line=line,
                code=code,
                message=self._tables.say(wording, "text", args),
                fix=self._tables.say(wording, "fix", args),
                **facts,
            )
        )

    def close(self) -> tuple[ImportFinding, ...]:
        """All findings by row, with one more for each kind that was cut short."""
        for (code, column), count in list(self._kinds.items()):
            if count > _MAX_OF_A_KIND:
                args: Args = {"count": count - _MAX_OF_A_KIND, "of": code}
                self.add("warning", "more_like_this", row=0, line=0, column=column, args=args)
        return tuple(sorted(self._found, key=lambda finding: finding.row))


def _wording_of(code: str, args: Args) -> str:
    """The key of the words for a code: some read differently with or without figures."""
    if code == "no_country" and "looks_like" in args:
        return "no_country_looks_like"
    if code in ("too_short", "too_long") and "digits" not in args:
        return f"{code}_plain"
    return code
