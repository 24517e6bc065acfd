"""Who may do what, as one function."""

from collections.abc import Mapping, Set
from typing import Literal

from app.core.errors import Refused

# What somebody is in the team; one person may be several of them.
Position = Literal["rep", "team_lead", "manager", "admin"]
TeamAct = Literal["work_lead", "publish_cadence", "load_registry", "see_figures"]

_EVERYBODY: frozenset[Position] = frozenset({"rep", "team_lead", "manager", "admin"})
_WHO_MAY: Mapping[TeamAct, frozenset[Position]] = {
    "work_lead": frozenset({"rep", "team_lead", "manager"}),
    "publish_cadence": frozenset({"manager"}),
    "load_registry": frozenset({"manager", "admin"}),
    "see_figures": _EVERYBODY,
}
# What a rep may do for themselves alone; the others for whoever is in their team.
_OWN_ONLY: frozenset[TeamAct] = frozenset({"work_lead", "see_figures"})
_OVER_OTHERS: frozenset[Position] = frozenset({"team_lead", "manager"})
# Without a team, the one person at this desk is all of it.
ALONE: frozenset[Position] = _EVERYBODY


def may(positions: Set[Position], act: TeamAct, *, own: bool = True) -> bool:
    """Whether somebody with these positions may do `act`.

    `own` says that it is about their own lead, their own figures, or about nobody in particular.
    Example: a rep may see figures, but `may({"rep"}, "see_figures", own=False)` is False.
    """
    if not own and act in _OWN_ONLY:
        return bool(positions & _OVER_OTHERS)
    return bool(positions & _WHO_MAY[act])


def require(positions: Set[Position], act: TeamAct, *, own: bool = True) -> None:
    """Do nothing where `may` says yes. Raises Refused where it says no."""
    if not may(positions, act, own=own):
        raise Refused(
            "not_yours_to_do",
            "Your part in the team does not include this.",
            "Ask your team lead or manager.",
        )
