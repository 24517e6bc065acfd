"""Profiles as earlier versions of the program left them."""

from pathlib import Path

from app.storage import driver, version

# What takes each revision off a file again, so that it is as the revision before had it.
_BACK = {
    13: "DROP INDEX touch_tried",
    12: "DROP TABLE composed",
    2: "DROP TABLE engagement",
    3: "DROP TABLE audit",
    4: "DROP TABLE cadence_version",
    5: """ALTER TABLE suppression DROP COLUMN key_id;
        ALTER TABLE suppression DROP COLUMN suspected;
        ALTER TABLE consent DROP COLUMN purpose;
        ALTER TABLE consent DROP COLUMN wording;
        ALTER TABLE consent DROP COLUMN evidence;
        ALTER TABLE consent DROP COLUMN withdraws;
        DROP TABLE digest_key; DROP TABLE registry; DROP TABLE registry_digest""",
    6: "DROP TABLE lead_journey",
    11: "ALTER TABLE lead DROP COLUMN received_on",
    10: "DROP TABLE lead_brief",
    9: "ALTER TABLE touch DROP COLUMN tried_at",
    8: "UPDATE lead_search SET digits = '';",
    7: "DROP INDEX enrolment_of_account; ALTER TABLE enrolment DROP COLUMN role;"
    "ALTER TABLE enrolment DROP COLUMN account_id",
}


def as_left_by(file: Path, number: int) -> None:
    """Make a current file one of an earlier revision."""
    connection = driver.connect(file)
    for later_one in range(version.SCHEMA_NUMBER, number, -1):
        connection.executescript(_BACK[later_one])
    connection.execute(f"PRAGMA user_version = {number}")
    connection.close()
