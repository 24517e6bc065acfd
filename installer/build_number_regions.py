"""Writes resources/zones/number_regions.json; run it when phonenumbers is updated.

    python installer/build_number_regions.py

Area codes of the countries whose regions have contact rules of their own, with the ISO 3166-2 codes
of the regions they are in. North American ones come from the place names inside phonenumbers (too
slow to load while the product runs), Brazilian ones from the numbering plan of the regulator, in
which mobiles have the area code of their state too.
"""

import importlib
import json
import pkgutil
import tomllib
from pathlib import Path

from phonenumbers import geodata

ROOT = Path(__file__).parents[1] / "resources" / "zones"
_AREA = len("1") + 3

BRAZIL = {
    "SP": range(11, 20), "RJ": (21, 22, 24), "ES": (27, 28), "MG": (*range(31, 36), 37, 38),
    "PR": range(41, 47), "SC": (47, 48, 49), "RS": (51, 53, 54, 55), "DF": (61,),
    "GO": (61, 62, 64), "TO": (63,), "MT": (65, 66), "MS": (67,), "AC": (68,), "RO": (69,),
    "BA": (71, 73, 74, 75, 77), "SE": (79,), "PE": (81, 87), "AL": (82,), "PB": (83,),
    "RN": (84,), "CE": (85, 88), "PI": (86, 89), "PA": (91, 93, 94), "AM": (92, 97), "RR": (95,),
    "AP": (96,), "MA": (98, 99),
}  # fmt: skip


def american_regions() -> dict[str, list[str]]:
    """The states of each area code of the United States."""
    regions = tomllib.loads((ROOT / "regions.toml").read_text("utf-8"))["US"]
    codes = {name: code for code, entry in regions.items() for name in entry["names"]}
    found: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(geodata.__path__):
        if not module.name.startswith("data"):
            continue
        data = importlib.import_module(f"{geodata.__name__}.{module.name}").data
        for prefix, names in data.items():
            if prefix.startswith("1") and len(prefix) >= _AREA:
                place = names["en"].rpartition(", ")[2]
                code = codes.get(place, place)
                if code in regions:
                    found.setdefault(f"+{prefix[:_AREA]}", set()).add(code)
    return {prefix: sorted(states) for prefix, states in found.items()}


def brazilian_regions() -> dict[str, list[str]]:
    """The states of each Brazilian area code."""
    found: dict[str, list[str]] = {}
    for state, areas in BRAZIL.items():
        for area in areas:
            found.setdefault(f"+55{area}", []).append(state)
    return {prefix: sorted(states) for prefix, states in found.items()}


def main() -> None:
    """Write the file."""
    found = dict(sorted((american_regions() | brazilian_regions()).items()))
    lines = (f" {json.dumps(prefix)}: {json.dumps(codes)}" for prefix, codes in found.items())
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (ROOT / "number_regions.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
