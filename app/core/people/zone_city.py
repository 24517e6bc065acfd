"""The city after which a time zone is named, as people write it."""

# IANA writes names in plain letters; these are the ones that a reader would miss something in.
_WRITTEN = {
    "America/Araguaina": "Araguaína",
    "America/Asuncion": "Asunción",
    "America/Argentina/Cordoba": "Córdoba",
    "America/Argentina/Rio_Gallegos": "Río Gallegos",
    "America/Argentina/Tucuman": "Tucumán",
    "America/Bahia_Banderas": "Bahía de Banderas",
    "America/Belem": "Belém",
    "America/Bogota": "Bogotá",
    "America/Cancun": "Cancún",
    "America/Cuiaba": "Cuiabá",
    "America/Eirunepe": "Eirunepé",
    "America/Maceio": "Maceió",
    "America/Mazatlan": "Mazatlán",
    "America/Merida": "Mérida",
    "America/Santarem": "Santarém",
    "America/Sao_Paulo": "São Paulo",
    "America/St_Johns": "St. John’s",
    "Atlantic/Canary": "Canarias",
    "Atlantic/Reykjavik": "Reykjavík",
    "Europe/Chisinau": "Chișinău",
    "Europe/Zurich": "Zürich",
}


def zone_city(zone: str) -> str:
    """ "São Paulo" for "America/Sao_Paulo"; "" for no zone."""
    return _WRITTEN.get(zone) or zone.rpartition("/")[2].replace("_", " ")
