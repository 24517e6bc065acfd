"""The tabs of the import: what is odd about a file, line by line, and who is ready to come in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, overload

from app.core.people.phone import display
from app.services.importing.forecast import Forecast
from app.services.importing.plan import Apart, ImportFinding, ImportPlan, Merged
from app.services.people.lead_draft import LeadDraft
from app.ui.importing.plan_words import PlanTone
from app.ui.words import say

Tab = Literal["numbers", "other", "duplicates", "suppressed", "ready"]
Act = Literal["", "fix", "edit", "apart", "together"]
Cell = tuple[int, str]

_PHONE_FIELDS = frozenset({"phone", "mobile"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One line of the table on the right.

    `cell` is (row of the file, column) where something can be corrected. `suggestion` is the
    number in E.164 that a person may accept, `more` the second line below what is wrong, in the
    colour of `tone`. With `parting`, the button keeps the row apart, or lets it be merged.
    """

    row: int
    name: str
    value: str
    wrong: str
    more: str = ""
    tone: PlanTone = "muted"
    suggestion: str = ""
    cell: Cell | None = None
    tip: str = ""
    parting: Literal["", "apart", "together"] = ""

    @property
    def act(self) -> Act:
        """What its button does."""
        if self.parting:
            return self.parting
        if self.suggestion:
            return "fix"
        return "edit" if self.cell is not None else ""


class Lazy(Sequence[ProblemRow]):
    """Rows that are made when they are looked at: of ten thousand people a screen shows twenty."""

    def __init__(self, count: int, make: Callable[[int], ProblemRow]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> ProblemRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ProblemRow]: ...
    def __getitem__(self, at: int | slice) -> ProblemRow | Sequence[ProblemRow]:
        if isinstance(at, slice):
            return [self._make(i) for i in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._make(at % self._count)

    def __iter__(self) -> Iterator[ProblemRow]:
        return (self._make(i) for i in range(self._count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A tab: its rows, the heads of the third and fourth column, a sentence about them."""

    rows: Sequence[ProblemRow]
    value_head: str
    wrong_head: str
    sentence: str
    empty: str


def is_number_problem(finding: ImportFinding) -> bool:
    """Whether it is about a telephone number that cannot be used."""
    return finding.field in _PHONE_FIELDS and finding.severity != "warning"


def sheet_of(tab: Tab, plan: ImportPlan, ahead: Forecast) -> Sheet:
    """The rows of a tab and the sentence over them."""
    make: dict[Tab, Callable[[ImportPlan, Forecast], Sheet]] = {
        "numbers": _numbers,
        "other": _other,
        "duplicates": _duplicates,
        "suppressed": _suppressed,
        "ready": _ready,
    }
    return make[tab](plan, ahead)


def _numbers(plan: ImportPlan, _ahead: Forecast) -> Sheet:
    found = [f for f in plan.findings if is_number_problem(f)]
    return Sheet(
        rows=Lazy(len(found), lambda at: problem_row(found[at])),
        value_head=say("import.phone_in_file"),
        wrong_head=say("import.wrong"),
        sentence=numbers_sentence(found),
        empty=say("import.numbers_none"),
    )


def numbers_sentence(found: Sequence[ImportFinding]) -> str:
    """How many have a fix, and what becomes of them as they are."""
    if not found:
        return ""
    fixes = sum(f.suggestion is not None for f in found)
    out = sum(f.severity == "rejected" for f in found)
    kept = len(found) - out
    first = say("import.fixes", fixes=fixes, all=len(found)) if fixes else say("import.no_fix")
    said = [first]
    if kept:
        said.append(say("import.kept", count=kept))
    if out:
        said.append(say("import.out", count=out))
    return " ".join(said)


def _other(plan: ImportPlan, _ahead: Forecast) -> Sheet:
    found = [f for f in plan.findings if not is_number_problem(f)]
    out = sum(f.severity == "rejected" for f in found)

    def make(at: int) -> ProblemRow:
        return replace(problem_row(found[at]), more=found[at].fix, tone="muted")

    stay = say("import.other_out", count=out) if out else say("import.other_in")
    return Sheet(
        rows=Lazy(len(found), make),
        value_head=say("import.in_file"),
        wrong_head=say("import.wrong"),
        sentence=f"{stay} {say('import.look')}",
        empty=say("import.other_none"),
    )


def problem_row(finding: ImportFinding) -> ProblemRow:
    """One finding as a line."""
    suggestion = finding.suggestion or ""
    where = [say("import.at_row", row=str(finding.row))]
    if finding.line:
        where = [say("import.at_line", row=str(finding.row), line=str(finding.line))]
    if finding.column:
        where.append(say("import.at_column", column=finding.column))
    return ProblemRow(
        row=finding.row,
        name=finding.name,
        value=finding.value,
        wrong=finding.message,
        more=display(suggestion) if suggestion else "",
        tone="ok",
        suggestion=suggestion,
        cell=(finding.row, finding.column) if finding.column and finding.row else None,
        tip=" ".join(where),
    )


def _duplicates(plan: ImportPlan, ahead: Forecast) -> Sheet:
    apart, merged = len(plan.apart), len(plan.merged)

    def make(at: int) -> ProblemRow:
        if at < apart:
            return _apart_row(plan.apart[at])
        if at < apart + merged:
            return _merged_row(plan.merged[at - apart])
        place = ahead.known[at - apart - merged]
        draft, other = plan.drafts[place], ahead.other_names.get(place, "")
        return ProblemRow(
            row=draft.rows[0],
            name=draft.name,
            value=other or say("import.known"),
            wrong=say("import.in_list"),
            more=say("import.other_name") if other else "",
            tone="warn",
            parting="apart" if other else "",
        )

    return Sheet(
        rows=Lazy(apart + merged + len(ahead.known), make),
        value_head=say("import.merged_with"),
        wrong_head=say("plan.why"),
        sentence=say("import.duplicates"),
        empty=say("import.duplicates_none"),
    )


def _merged_row(merged: Merged) -> ProblemRow:
    other = merged.other_name
    return ProblemRow(
        row=merged.row,
        name=merged.name,
        value=merged.into_name or say("import.into_row", row=str(merged.into_row)),
        wrong=say(f"import.same.{merged.by}", row=str(merged.into_row)),
        more=say("import.other_name") if other else "",
        tone="warn",
        parting="apart" if other else "",
    )


def _apart_row(apart: Apart) -> ProblemRow:
    return ProblemRow(
        row=apart.row,
        name=apart.name,
        value=apart.other_name or say("import.into_row", row=str(apart.other)),
        wrong=say(f"import.same.{apart.by}", row=str(apart.other)),
        more=say("import.kept_apart"),
        tone="ok",
        parting="together",
    )


def _suppressed(plan: ImportPlan, ahead: Forecast) -> Sheet:
    def make(at: int) -> ProblemRow:
        draft = plan.drafts[ahead.suppressed[at]]
        return ProblemRow(
            row=draft.rows[0], name=draft.name, value="", wrong=say("import.asked_none")
        )

    return Sheet(
        rows=Lazy(len(ahead.suppressed), make),
        value_head="",
        wrong_head=say("plan.why"),
        sentence=say("import.suppressed"),
        empty=say("import.suppressed_none"),
    )


def _ready(plan: ImportPlan, ahead: Forecast) -> Sheet:
    def make(at: int) -> ProblemRow:
        draft = plan.drafts[ahead.new[at]]
        return ProblemRow(
            row=draft.rows[0], name=draft.name, value=_reach(draft), wrong=_about(draft)
        )

    return Sheet(
        rows=Lazy(len(ahead.new), make),
        value_head=say("import.reached_at"),
        wrong_head=say("import.about"),
        sentence=say("import.ready"),
        empty=say("import.ready_none"),
    )


def _reach(draft: LeadDraft) -> str:
    usable = [point for point in draft.points if point.status == "usable"]
    if not usable:
        return ""
    best = next((point for point in usable if point.kind == "phone"), usable[0])
    return display(best.value) if best.kind == "phone" else best.value


def _about(draft: LeadDraft) -> str:
    return " · ".join(filter(None, (draft.country, draft.city, draft.interest, draft.company)))


def foot_sentence(plan: ImportPlan, ahead: Forecast) -> str:
    """The line below the tabs: what becomes of those known already and of those who refuse."""
    said = [say("import.foot")]
    if ahead.suppressed:
        said.append(say("import.foot_suppressed", count=len(ahead.suppressed)))
    out = {*ahead.suppressed}
    refusing = sum(
        bool(draft.opt_outs or draft.held) for at, draft in enumerate(plan.drafts) if at not in out
    )
    if refusing:
        said.append(say("import.foot_refusing", count=refusing))
    return " ".join(said)
