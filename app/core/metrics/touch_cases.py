"""The cases of figures about touches: connected, answered, opted out, said."""

from collections.abc import Iterator

from app.core.messages.script import STAGE_KEYS
from app.core.metrics.case import Case, Lens
from app.core.metrics.history import History, OptOutMoment
from app.core.metrics.responses import WorkedOutcome
from app.core.work.signal import SignalKind

_GOALS = ("meeting_booked", "converted")


def calls(h: History, lens: Lens) -> Iterator[Case]:
    """Every try of a call, the third after two busy lines too; a meeting is none."""
    for w in h.worked:
        called = w.touch.channel == "call" and w.touch.kind != "meeting"
        if called and w.attempted and lens.period.holds(w.at):
            yield Case(lens.of_work(h, w), w.event_id, w.reached, part=w.outcome)


def answered(h: History, lens: Lens) -> Iterator[Case]:
    """Touches made, at their first try; a hit was answered at any of its tries or actions."""
    answers = {r.worked.touch.touch_id for r in h.responses if r.worked is not None}
    for w in _first_tries(h):
        if lens.period.holds(w.at):
            unit = lens.unit(w.cadence, w.touch)
            yield Case(lens.of_work(h, w), unit, w.touch.touch_id in answers)


def _first_tries(h: History) -> Iterator[WorkedOutcome]:
    seen: set[object] = set()
    for w in h.worked:
        if w.made and w.touch.touch_id not in seen:
            seen.add(w.touch.touch_id)
            yield w


def opened(h: History, lens: Lens) -> Iterator[Case]:
    """Messages sent on channels that are tracked; who clicked has opened."""
    yield from _traced(h, lens, ("open", "click"))


def clicked(h: History, lens: Lens) -> Iterator[Case]:
    """Messages sent on channels that are tracked; a hit was clicked."""
    yield from _traced(h, lens, ("click",))


def _traced(h: History, lens: Lens, kinds: tuple[SignalKind, ...]) -> Iterator[Case]:
    hits = {trace.touch_id for trace in h.traces if trace.kind in kinds}
    for w in _first_tries(h):
        if w.touch.channel in lens.tracked and w.attempted and lens.period.holds(w.at):
            yield Case(lens.of_work(h, w), w.touch.touch_id, w.touch.touch_id in hits)


def unsubscribes(h: History, lens: Lens) -> Iterator[Case]:
    """People contacted; a hit opted out, at the touch that they answered with it."""
    tried = [w for w in h.worked if w.made]
    for w in tried:
        if lens.period.holds(w.at):
            yield Case(lens.of_work(h, w), h.lead_id, hit=False)
    for gone in h.opt_outs:
        last = _answered_with(gone, tried)
        if last is not None and lens.period.holds(gone.at):
            yield Case(lens.of_work(h, last), h.lead_id, hit=True)


def _answered_with(gone: OptOutMoment, tried: list[WorkedOutcome]) -> WorkedOutcome | None:
    """The touch they opted out at, else the last one before."""
    earlier = [w for w in tried if w.at <= gone.at]
    here = [w for w in earlier if w.touch.touch_id == gone.touch_id]
    found = here or earlier
    return found[-1] if found else None


def stages(h: History, lens: Lens) -> Iterator[Case]:
    """Each stage of the script of each conversation; a hit was ticked."""
    for w in _with_script(h, lens):
        for stage in STAGE_KEYS:
            group = lens.of_work(h, w, stage=stage)
            yield Case(group, (w.event_id, stage), stage in w.ticks)


def lifts(h: History, lens: Lens) -> Iterator[Case]:
    """The same, split by stage and whether it was said; a hit led to a meeting or won."""
    for w in _with_script(h, lens):
        for stage in STAGE_KEYS:
            said = "said" if stage in w.ticks else "left_out"
            yield Case((stage, said), (w.event_id, stage), w.outcome in _GOALS)


def _with_script(h: History, lens: Lens) -> Iterator[WorkedOutcome]:
    for w in h.worked:
        step = lens.step(w.cadence, w.touch)
        spoken = w.reached and w.touch.channel == "call" and lens.period.holds(w.at)
        if spoken and step and step.script:
            yield w
