"""Random acts by which people refuse or turn out to be one person, and a plain model of them."""

import random
from uuid import UUID

from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.opt_outs import opt_out_address, opt_out_lead
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.people.editing import LeadEdit, PointEntry, edit_lead, entries_of
from app.services.people.lead_points import add_point
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.signals import observe, understand
from app.services.working.touches import undo
from tests.services.desks import rows


def person(*values: str, name: str = "") -> NewLead:
    points = tuple(NewPoint(kind="email" if "@" in v else "phone", value=v) for v in values)
    return NewLead(
        first_name=name,
        points=points,
        source="list",
        country="ES",
        zones=("Europe/Madrid",),
        consents={"call": True, "email": True},
    )


def is_closed(desk: Desk, lead_id: UUID) -> bool:
    """By what their numbers meet; whoever is closed has no row in the queue and no plan."""
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
    closed = "*" in facts.snapshot.suppressed
    if closed:
        assert lead_id not in {row.lead_id for row in rows(desk)}
        assert outlook(desk, lead_id).upcoming is None
    return closed


class Model:
    """Who must be closed: numbers refused, and what is known to be one person with them."""

    def __init__(self) -> None:
        self.points: dict[UUID, set[str]] = {}
        self.refused: set[str] = set()

    def learn(self, values: set[str]) -> None:
        """Close what is one person with a refused number, until nothing more is."""
        groups = [*self.points.values(), values]
        before = -1
        while before != len(self.refused):
            before = len(self.refused)
            for group in groups:
                if group & self.refused:
                    self.refused |= group

    def is_closed(self, lead_id: UUID) -> bool:
        """Whether a number or address of theirs is refused."""
        return bool(self.points[lead_id] & self.refused)


def one_act(desk: Desk, chance: random.Random, pool: list[str], model: Model) -> None:
    """Do something that may refuse, or show that two are one person, here and in the model."""
    some = chance.sample(pool, chance.choice((1, 1, 2)))
    act = chance.choice(("list", "list", "edit", "learn", "opt out", "address", "reply", "undo"))
    if act == "list":
        _list(desk, some, model)
    elif act == "address":
        opt_out_address(desk, some[0])
        model.refused.add(some[0])
    elif model.points:
        lead_id = chance.choice(list(model.points))
        if act in ("edit", "learn"):
            _learn(desk, lead_id, some[0], model, on_touch=act == "learn")
        else:
            _refuse(desk, lead_id, act, model)
    model.learn(set())


def _list(desk: Desk, some: list[str], model: Model) -> None:
    lead_id = add_lead(desk, person(*some)).lead_id
    if lead_id is not None:
        model.points.setdefault(lead_id, set()).update(some)
    model.learn(set(some))


def _learn(desk: Desk, lead_id: UUID, value: str, model: Model, *, on_touch: bool) -> None:
    touch = outlook(desk, lead_id).upcoming
    if on_touch and touch is not None and (touch.channel == "email") == ("@" in value):
        add_point(desk, touch.touch_id, value)
    else:
        with desk.store.read() as reader:
            entries = entries_of(reader.lead(lead_id))
        further = PointEntry(kind="email" if "@" in value else "phone", text=value)
        edit_lead(desk, lead_id, LeadEdit(points=(*entries, further)))
    model.points[lead_id].add(value)


def _refuse(desk: Desk, lead_id: UUID, act: str, model: Model) -> None:
    closed = model.is_closed(lead_id)
    if act == "reply":
        observe(desk, lead_id, understand(desk, lead_id, "reply", {"text": "STOP"}))
    else:
        done = opt_out_lead(desk, lead_id)
        if act == "undo" and not closed:
            assert done.changes.undo_id is not None
            undo(desk, done.changes.undo_id)
            return
    model.refused |= model.points[lead_id]
