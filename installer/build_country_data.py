"""Writes the resources that come from data of other packages; run it when one of those is updated.

    python installer/build_country_data.py

- resources/zones/country_zones.json: the time zones of each country and the names that are links to
  another zone, from the tables inside the tzdata package.
- resources/import/countries.json: the names under which a list may call a country, from the locale
  data inside phonenumbers (too slow to load while the product runs).

A test fails when the first of them is older than the installed tzdata.
"""

import json
import unicodedata
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from typing import TypedDict

from phonenumbers.geodata.locale import LOCALE_DATA

ROOT = Path(__file__).parents[1] / "resources"

# Besides names in these languages a country goes by its name in the languages of its own.
LANGUAGES = ("en", "es", "fr", "pt", "de", "it", "pl", "ca", "nl")
OWN_LANGUAGES = {
    "AL": "sq", "AT": "de", "BG": "bg", "BR": "pt", "BY": "be", "CH": "de", "CN": "zh", "CZ": "cs",
    "DK": "da", "EE": "et", "EG": "ar", "FI": "fi", "GR": "el", "HR": "hr", "HU": "hu", "IE": "ga",
    "IL": "he", "IN": "hi", "IR": "fa", "IS": "is", "JP": "ja", "KR": "ko", "LT": "lt", "LV": "lv",
    "MA": "ar", "NO": "no", "RO": "ro", "RS": "sr", "RU": "ru", "SA": "ar", "SE": "sv", "SI": "sl",
    "SK": "sk", "TH": "th", "TR": "tr", "TW": "zh", "UA": "uk", "VN": "vi",
}  # fmt: skip
# Common names that are in no locale data.
ALIASES = {
    "AE": ["UAE", "EAU", "Emirates"],
    "BA": ["Bosnia"],
    "CD": ["DR Congo", "DRC"],
    "CH": ["Suiza", "Schweiz", "Suisse", "Svizzera"],
    "CI": ["Ivory Coast", "Costa de Marfil"],
    "CZ": ["Czechia", "Chequia", "Česko", "Czech Republic", "República Checa"],
    "DO": ["Dominican Rep.", "Rep. Dominicana"],
    "GB": [
        "UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales",
        "Northern Ireland", "Gran Bretaña", "Inglaterra", "Escocia", "Gales",
        "Irlanda del Norte",
    ],
    "IE": ["Éire", "Republic of Ireland", "República de Irlanda"],
    "IR": ["Iran"],
    "KR": ["South Korea", "Corea del Sur"],
    "MD": ["Moldova", "Moldavia"],
    "MK": ["North Macedonia", "Macedonia", "Macedonia del Norte"],
    "MX": ["Méjico"],
    "NL": ["Holland", "Holanda", "The Netherlands"],
    "PS": ["Palestine", "Palestina"],
    "RU": ["Russia", "Russian Federation", "Rusia"],
    "SY": ["Syria"],
    "TR": ["Türkiye"],
    "TW": ["Taiwan"],
    "TZ": ["Tanzania"],
    "US": [
        "USA", "U.S.A.", "U.S.", "US of A", "United States of America", "EEUU", "EE.UU.",
        "EE. UU.", "EUA", "Estados Unidos de América", "États-Unis d'Amérique",
    ],
    "VA": ["Vatican"],
    "VE": ["Venezuela"],
    "VN": ["Vietnam", "Viet Nam"],
}  # fmt: skip
ISO3 = (
    "AD AND,AE ARE,AF AFG,AG ATG,AL ALB,AM ARM,AO AGO,AR ARG,AT AUT,AU AUS,AZ AZE,BA BIH,BB BRB,"
    "BD BGD,BE BEL,BF BFA,BG BGR,BH BHR,BI BDI,BJ BEN,BN BRN,BO BOL,BR BRA,BS BHS,BT BTN,BW BWA,"
    "BY BLR,BZ BLZ,CA CAN,CD COD,CF CAF,CG COG,CH CHE,CI CIV,CL CHL,CM CMR,CN CHN,CO COL,CR CRI,"
    "CU CUB,CV CPV,CY CYP,CZ CZE,DE DEU,DJ DJI,DK DNK,DM DMA,DO DOM,DZ DZA,EC ECU,EE EST,EG EGY,"
    "ER ERI,ES ESP,ET ETH,FI FIN,FJ FJI,FR FRA,GA GAB,GB GBR,GD GRD,GE GEO,GH GHA,GM GMB,GN GIN,"
    "GQ GNQ,GR GRC,GT GTM,GW GNB,GY GUY,HK HKG,HN HND,HR HRV,HT HTI,HU HUN,ID IDN,IE IRL,IL ISR,"
    "IN IND,IQ IRQ,IR IRN,IS ISL,IT ITA,JM JAM,JO JOR,JP JPN,KE KEN,KG KGZ,KH KHM,KM COM,KN KNA,"
    "KP PRK,KR KOR,KW KWT,KZ KAZ,LA LAO,LB LBN,LC LCA,LI LIE,LK LKA,LR LBR,LS LSO,LT LTU,LU LUX,"
    "LV LVA,LY LBY,MA MAR,MC MCO,MD MDA,ME MNE,MG MDG,MK MKD,ML MLI,MM MMR,MN MNG,MO MAC,MR MRT,"
    "MT MLT,MU MUS,MV MDV,MW MWI,MX MEX,MY MYS,MZ MOZ,NA NAM,NE NER,NG NGA,NI NIC,NL NLD,NO NOR,"
    "NP NPL,NZ NZL,OM OMN,PA PAN,PE PER,PG PNG,PH PHL,PK PAK,PL POL,PR PRI,PS PSE,PT PRT,PY PRY,"
    "QA QAT,RO ROU,RS SRB,RU RUS,RW RWA,SA SAU,SC SYC,SD SDN,SE SWE,SG SGP,SI SVN,SK SVK,SL SLE,"
    "SM SMR,SN SEN,SO SOM,SR SUR,SS SSD,SV SLV,SY SYR,SZ SWZ,TD TCD,TG TGO,TH THA,TJ TJK,TL TLS,"
    "TM TKM,TN TUN,TO TON,TR TUR,TT TTO,TW TWN,TZ TZA,UA UKR,UG UGA,US USA,UY URY,UZ UZB,VC VCT,"
    "VE VEN,VN VNM,VU VUT,WS WSM,YE YEM,ZA ZAF,ZM ZMB,ZW ZWE"
)


class Zones(TypedDict):
    """What resources/zones/country_zones.json holds."""

    tzdata: str
    countries: dict[str, list[str]]
    links: dict[str, str]


def country_zones() -> Zones:
    """Zones by country in the order of zone.tab, links to them, and the version of the data."""
    package = resources.files("tzdata.zoneinfo")
    countries: dict[str, list[str]] = {}
    for line in (package / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _place, zone = line.split("\t")[:3]
            countries.setdefault(code, []).append(zone)
    listed = {zone for zones in countries.values() for zone in zones}
    targets: dict[str, str] = {}
    compact = (package / "tzdata.zi").read_text("utf-8").splitlines()
    for line in compact:
        if line.startswith("L "):
            _mark, target, name = line.split()
            targets[name] = target
    links = {name: _end(name, targets, listed) for name in sorted(targets) if name not in listed}
    return {
        "tzdata": compact[0].removeprefix("# version "),
        "countries": dict(sorted(countries.items())),
        "links": {name: target for name, target in links.items() if target in listed},
    }


def _end(name: str, targets: dict[str, str], listed: set[str]) -> str:
    while name in targets and name not in listed:
        name = targets[name]
    return name


def country_names(known: Collection[str]) -> dict[str, object]:
    """How each of the `known` countries is called, and every accepted spelling with its country."""
    meant: dict[str, set[str]] = {}
    shown: dict[str, dict[str, str]] = {}
    for code in sorted(LOCALE_DATA):
        if code not in known:
            continue
        names = [_name(code, lang) for lang in (*LANGUAGES, OWN_LANGUAGES.get(code, "en"))]
        shown[code] = {"en": _name(code, "en"), "es": _name(code, "es")}
        for name in (*names, *ALIASES.get(code, [])):
            meant.setdefault(folded(name), set()).add(code)
    for pair in ISO3.split(","):
        code, long = pair.split()
        meant.setdefault(long.casefold(), set()).add(code)
    spellings = {name: codes.pop() for name, codes in meant.items() if len(codes) == 1 and name}
    return {"names": shown, "spellings": dict(sorted(spellings.items()))}


def _name(code: str, lang: str) -> str:
    """The name of a country; the data writes "*xx" for "as in language xx"."""
    names = LOCALE_DATA[code]
    name = names.get(lang, names["en"])
    while name.startswith("*"):
        name = names[name[1:]]
    return name


def folded(name: str) -> str:
    """Small letters without accents or punctuation, as the import compares names."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def main() -> None:
    """Write both files."""
    zones = country_zones()
    for path, data in (
        (ROOT / "zones" / "country_zones.json", zones),
        (ROOT / "import" / "countries.json", country_names(zones["countries"])),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
