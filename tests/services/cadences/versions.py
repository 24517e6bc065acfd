"""Two versions of a cadence, and people on them."""

import tomllib
from typing import NamedTuple

from app.bootstrap.desk import ProfileDesk
from app.core.people.new_lead import NewLead, NewPoint
from app.system import resources

SHIPPED = resources.read_texts("cadences")
KEY = "b2c_standard"
V1 = SHIPPED[f"{KEY}.toml"]
# The second version writes an email on day 3 instead of a WhatsApp on day 2.
V2 = V1.replace("version = 1", "version = 2").replace(
    'day = 2\nchannel = "whatsapp"', 'day = 3\nchannel = "email"'
)


def shipped_version(key: str) -> int:
    """The version in which a cadence ships."""
    return int(tomllib.loads(SHIPPED[f"{key}.toml"])["version"])


class Row(NamedTuple):
    key: str
    version: int
    by: object


def person(n: int) -> NewLead:
    return NewLead(
        first_name="Lucía",
        points=(
            NewPoint(kind="phone", value=f"+3461234{n:04}"),
            NewPoint(kind="email", value=f"lucia{n}@gmail.com"),
        ),
        country="ES",
        source="web_form",
        zones=("Europe/Madrid",),
        consents={"call": True, "email": True, "whatsapp": True},
    )


def stored(opened: ProfileDesk) -> list[Row]:
    with opened.desk.store.read() as reader:
        return [
            Row(one.cadence_key, one.version, one.published_by) for one in reader.cadence_versions()
        ]


def version_of_enrolment(opened: ProfileDesk, lead_id: object) -> int:
    with opened.desk.store.read() as reader:
        enrolment = reader.work(lead_id).enrolment  # type: ignore[arg-type]  # it was added
    assert enrolment is not None
    return enrolment.cadence_version
