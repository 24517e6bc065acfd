"""Reports read the log lead by lead, and nothing personal with it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.core.accounts.account import account_id
from app.core.errors import NotFound
from app.core.log.events import LeadAdded, TouchPlanned
from app.core.metrics.history import LeadLog
from app.storage import driver
from app.storage.lead_logs import LEAD_LOGS
from app.storage.unit_of_work import SqlStore
from tests.builders import NOW, ORG, make_lead, make_touch, uid
from tests.storage.filling import add, add_all

HOUR = timedelta(hours=1)


def logs(store: SqlStore, since: datetime = NOW, now: datetime = NOW) -> list[LeadLog]:
    with store.read() as reader:
        return list(reader.lead_logs(since, now))


def test_each_lead_with_its_log_in_order(store: SqlStore) -> None:
    add_all(store, 2, 1, 3)
    found = logs(store)
    assert [log.lead_id for log in found] == [uid(n, 1) for n in (1, 2, 3)]
    with store.read() as reader:
        assert [list(log.events) for log in found] == [
            list(reader.log(log.lead_id)) for log in found
        ]
    assert {log.zone for log in found} == {"Europe/Madrid"}


def test_people_of_one_company_share_an_account(store: SqlStore) -> None:
    with store.write() as unit:
        for n, company in enumerate(["Acme S.L.", " ACMÉ SL ", "Other", "", " - "], start=1):
            add(unit, n)
            unit.save_lead(make_lead(n, company=company), 1)
        unit.commit()
    accounts = [log.account for log in logs(store)]
    assert accounts[0] == accounts[1] != accounts[2]
    assert accounts[:1] == [account_id(ORG, "acme s.l")]
    assert None not in accounts[:3]
    assert accounts[3:] == [None, None]


def test_only_leads_of_the_period_or_in_work(store: SqlStore) -> None:
    add_all(store, 1)
    with store.write() as unit:
        # Nothing is planned for the second, and nothing happened of late.
        bodies = [
            LeadAdded(
                owner_id=make_lead(2).owner_id, source="x", direction="inbound", received_at=NOW
            )
        ]
        unit.append(uid(2, 1), bodies, NOW)
        unit.commit()
    assert len(logs(store, NOW)) == 2
    assert [log.lead_id for log in logs(store, NOW + HOUR, NOW + 2 * HOUR)] == [uid(1, 1)]
    assert logs(store, NOW - 2 * HOUR, NOW - HOUR) == []


def test_a_lead_without_facts_keeps_its_log(store: SqlStore) -> None:
    with store.write() as unit:
        touch = replace(make_touch(9), enrolment_id=None)
        unit.append(uid(9, 1), [TouchPlanned(touch=touch)], NOW)
        unit.commit()
    (log,) = logs(store)
    assert (log.lead_id, log.zone, log.account) == (uid(9, 1), "", None)
    with store.read() as reader, pytest.raises(NotFound):
        reader.lead(uid(9, 1))


def test_the_log_is_walked_in_the_order_of_its_index(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    connection = driver.connect(path, read_only=True)
    rows = connection.execute(f"EXPLAIN QUERY PLAN {LEAD_LOGS}", (0, 1, "[]"))
    plan = [row[-1] for row in rows]
    connection.close()
    assert "SEARCH a USING INDEX activity_of_lead (lead_id=?)" in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
