"""Mappings of columns under a name."""

from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.services.importing.mappings import (
    NAMES_SETTING,
    load_mapping,
    mapping_for,
    mapping_names,
    save_mapping,
)
from app.services.importing.run import MAPPING_SETTING
from tests.services.desks import open_at

WEB = {"Nombre": "first_name", "Tel": "phone"}


def test_a_mapping_comes_back_by_its_name_and_by_its_columns(tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened:
        desk = opened.desk
        assert mapping_names(desk) == ()
        assert save_mapping(desk, " Web   form ", WEB) == "Web form"
        save_mapping(desk, "crm", {"Name": "full_name"})
        assert mapping_names(desk) == ("crm", "Web form")
        assert load_mapping(desk, "Web form") == WEB
        assert mapping_for(desk, ["Tel", "Nombre"]) == "Web form"
        assert mapping_for(desk, ["Tel", "Nombre", "País"]) == ""


def test_a_name_holds_one_mapping(tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened:
        save_mapping(opened.desk, "crm", WEB)
        save_mapping(opened.desk, "crm", {"Name": "full_name"})
        assert mapping_names(opened.desk) == ("crm",)
        assert load_mapping(opened.desk, "crm") == {"Name": "full_name"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_says_nothing_is_refused(name: str, tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened, pytest.raises(BadInput):
        save_mapping(opened.desk, name, WEB)


def test_what_somebody_broke_by_hand_is_as_good_as_none(tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened:
        save_mapping(opened.desk, "crm", WEB)
        with opened.desk.store.write() as uow:
            uow.save_setting(MAPPING_SETTING + "crm", "{not json")
            uow.commit()
        assert load_mapping(opened.desk, "crm") == {}
        with opened.desk.store.write() as uow:
            uow.save_setting(NAMES_SETTING, '"no list"')
            uow.commit()
        assert mapping_names(opened.desk) == ()
