"""What the sheet "Why?" shows. See view_data.py."""

from dataclasses import dataclass

from app.ui.widgets.parts.view_data import ChipData


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundData:
    """One reason: what it says, how hard it is, the rule behind it, where that is from.

    `source` names kind of rule, place and how sure it is; `cite` what it rests on. Both are ""
    for a fact about the person. `text` is "" where the reason before says the same.
    """

    text: str
    force: ChipData
    source: str = ""
    cite: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyData:
    """Everything a verdict rests on. `clocks` are the zones that were asked, with their time."""

    title: str
    lead: str
    grounds: tuple[GroundData, ...] = ()
    tier: str = ""
    clocks: tuple[str, ...] = ()
    versions: str = ""
    advice: str = ""
