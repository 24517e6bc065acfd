"""Telephone numbers: from what people type to E.164, and what is wrong when that fails.

A text is read, never repaired: what cannot be read as it stands is refused with its reason, and at
most a suggestion, which a person accepts or not. What counts as a number comes from the numbering
plans in `phonenumbers`; its geocoder is never imported (0.4 s and 100 MB for nothing we show).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from app.core.people.phone_text import count_digits, look_at
from app.core.people.phone_variants import other_form
from app.core.reason import Args

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber, PhoneNumberDesc

NumberKind = Literal[
    "", "mobile", "fixed", "fixed_or_mobile", "voip", "toll_free", "premium", "personal", "other"
]

_E164 = re.compile(r"\+[1-9][0-9]{4,14}")
_PLAIN = re.compile(r"\+[0-9 ().\-]{6,25}")
_NO_SEPARATORS: Final = str.maketrans("", "", " ().-/\u00a0\u2011\u2013")
# In the order in which plans must be asked: their patterns overlap.
_KINDS: Final[tuple[tuple[str, NumberKind], ...]] = (
    ("premium_rate", "premium"),
    ("toll_free", "toll_free"),
    ("shared_cost", "premium"),
    ("voip", "voip"),
    ("personal_number", "personal"),
    ("pager", "mobile"),
    ("uan", "other"),
    ("voicemail", "other"),
)
# Countries whose numbers are dialled like those of another, which people write in their stead.
_SISTERS: Final = {"FR": ("RE", "YT", "GP", "MQ", "GF", "PM")}
# Ranges that regulators keep free for examples and fiction (Ofcom, Arcep): the numbering plan does
# not assign them, trainings and demonstrations use them.
_FOR_EXAMPLES = re.compile(
    r"\+447700900\d{3}|\+441632960\d{3}|\+44(?:1[1-8]\d|1[2-6]1)496\d{4}|\+44191498\d{4}"
    r"|\+4428901805\d{2}|\+442920180\d{3}|\+44207946\d{4}"
    r"|\+33(?:19900|26191|35301|46571|53649|63998)\d{4}"
)


class PhoneResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a text was read as: either `e164` or `problem` is set.

    `problem` is a code: empty, no_country, too_short, too_long, wrong_length, not_in_use,
    other_country, contains_letter, is_date, not_a_number, two_numbers, double_zero,
    unknown_country_code, rounded, decimal. `args` has its figures: `digits` and `needs` (such as
    "9" or "8-11") for lengths, `country` (ISO 3166) whose plan was asked, `looks_like` where a
    suggestion is from. `suggestion` is in E.164 and never applied by itself. `region` is the
    country of the number, "" when it has none. `rewritten` says that an outdated way of writing
    the same line was brought to today's (+52 1, a missing Brazilian ninth digit, an Italian zero).
    """

    e164: str | None = None
    problem: str | None = None
    args: Args = msgspec.field(default_factory=dict)
    kind: NumberKind = ""
    region: str = ""
    extension: str = ""
    suggestion: str | None = None
    rewritten: bool = False


class NumberFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the numbering plan says about a number.

    `region` is its country, "" for none; `kind` is "" when the plan does not know the number.
    """

    region: str
    kind: NumberKind


def parse_phone(
    text: str, country: str | None, *, likely: Iterable[str] = (), vouched: bool = False
) -> PhoneResult:
    """Read `text` as one telephone number.

    `country` (ISO 3166) says how a number without "+" is meant; else such a number is refused.
    `likely` are countries to try for a suggestion. `vouched` accepts a number of the right length
    from a range that the numbering plan does not know: a person has checked it.
    """
    if _PLAIN.fullmatch(text):
        known = _known(text.translate(_NO_SEPARATORS))
        if known is not None:
            return known
    looked = look_at(text)
    if looked.problem is not None:
        read = [parse_phone(part, country, likely=likely) for part in looked.tries]
        if looked.problem == "decimal" and read[0].e164:
            # A number that a spreadsheet took for an amount has lost nothing.
            return read[0]
        first = next((r.e164 or r.suggestion for r in read if r.e164 or r.suggestion), None)
        # A slash may also stand inside one number, between area and line.
        if looked.problem != "two_numbers" or first or count_digits(text) > 15:
            return PhoneResult(problem=looked.problem, suggestion=first)
    result = _read(looked.number, country or None, tuple(likely), vouched)
    if looked.extension and result.e164:
        return msgspec.structs.replace(result, extension=looked.extension)
    return result


def parse_phones(
    text: str, country: str | None, *, likely: Iterable[str] = (), vouched: bool = False
) -> tuple[PhoneResult, ...]:
    """Read `text` as the one number it is, or as several numbers of which each can be read.

    One that can't be read among several is there with its own problem. Where none can, the one
    result says what is wrong with the whole.
    """
    whole = parse_phone(text, country, likely=likely, vouched=vouched)
    if whole.problem != "two_numbers":
        return (whole,)
    parts = tuple(parse_phone(part, country, likely=likely) for part in look_at(text).tries)
    return parts if any(part.e164 for part in parts) else (whole,)


@lru_cache(maxsize=4096)
def display(e164: str) -> str:
    """The number as people read it, always international: "+34 612 34 56 78".

    A text that is no E.164 number comes back as it is.
    """
    import phonenumbers

    number = _number(e164)
    if number is None:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def number_facts(e164: str) -> NumberFacts | None:
    """Country and kind of an E.164 number, None when it is none."""
    split = _split(e164)
    return None if split is None else _facts(*split)


def country_of_code(digits: str) -> str:
    """The country with a calling code such as "34", the first of those that share it, else ""."""
    import phonenumbers

    code = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0
    region = phonenumbers.region_code_for_country_code(code)
    return region if region.isalpha() and region != "ZZ" else ""


def plan_zones(e164: str) -> tuple[str, ...]:
    """The time zones that the numbering plan gives a number, by the names of its data.

    Those of the exact number, never of its "geographical" reading, which leaves zones of mobiles
    out. Empty when the plan does not know the number.
    """
    if e164.startswith("+1") and len(e164) == 12:
        return _american_zones(e164[:_AMERICAN_PREFIX])
    return _zones(e164)


# Reading


def _read(raw: str, country: str | None, likely: tuple[str, ...], vouched: bool) -> PhoneResult:
    if "+" in raw:
        result = _parse(raw, None, vouched)
        if result.problem == "unknown_country_code" and country:
            # "+0612345678": the plus does not belong there.
            return msgspec.structs.replace(
                result, suggestion=_parse(raw.replace("+", ""), country, False).e164
            )
        split = _split(raw.translate(_NO_SEPARATORS))
        sisters = _SISTERS.get(str(result.args.get("country")))
        if split is not None and sisters:
            return _suggest(split[1], sisters, result, "other_country")
        return result
    digits = "".join(c for c in raw if c.isdigit()) if raw[:1] in "0(" else ""
    if digits.startswith("00"):
        read = _parse("+" + digits[2:], None, vouched)
        if read.e164 and country and _dials_abroad_with_00(country):
            return read
        return PhoneResult(problem="double_zero", suggestion=read.e164)
    if country is None:
        return _suggest(raw, likely, PhoneResult(problem="no_country"))
    result = _parse(raw, country, vouched)
    if result.problem is None:
        return result
    others = [c for c in (*likely, *_SISTERS.get(country, ())) if c != country]
    return _suggest(raw, others, result, "other_country")


def _suggest(
    raw: str, likely: Iterable[str], refused: PhoneResult, problem: str | None = None
) -> PhoneResult:
    """`refused` with a suggestion, if exactly one of the countries in question fits."""
    read = {c: _parse(raw, c, False) for c in dict.fromkeys(likely)}
    fits = {c: r.e164 for c, r in read.items() if r.e164 and r.region == c}
    if len(fits) > 1:
        written = " ".join(raw.split())
        fits = {c: e164 for c, e164 in fits.items() if _national(e164) == written}
    if not fits:
        # An international number whose plus was lost.
        whole = _parse("+" + "".join(c for c in raw if c.isdigit()), None, False)
        if whole.e164 and len(whole.e164) > 11 and (not read or whole.region in read):
            fits = {whole.region: whole.e164}
    if len(fits) != 1:
        return refused
    ((looks_like, e164),) = fits.items()
    args: Args = {**refused.args, "looks_like": looks_like}
    return msgspec.structs.replace(
        refused, problem=problem or refused.problem, args=args, suggestion=e164
    )


def _parse(raw: str, country: str | None, vouched: bool) -> PhoneResult:
    import phonenumbers

    direct = _known(_direct_form(raw, country))
    if direct is not None:
        return direct
    try:
        number = phonenumbers.parse(raw, country)
    except phonenumbers.NumberParseException as error:
        return PhoneResult(problem=_parse_problem(error.error_type, country))
    e164 = f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
    known = _known(e164)
    if known is not None:
        return known
    current = _known(other_form(e164) or "")
    if current is not None:
        return msgspec.structs.replace(current, rewritten=True)
    possible = vouched and phonenumbers.is_possible_number(number)
    if possible or _FOR_EXAMPLES.fullmatch(e164):
        facts = number_facts(e164)
        return PhoneResult(e164=e164, kind="mobile", region=facts.region if facts else "")
    return _refusal(number, country)


def _known(e164: str) -> PhoneResult | None:
    """The result for a number in E.164 that the plans know, None for any other text."""
    facts = number_facts(e164)
    if facts is None or not facts.kind:
        return None
    return PhoneResult(e164=e164, kind=facts.kind, region=facts.region)


def _parse_problem(error_type: int, country: str | None) -> str:
    if error_type == 0:  # INVALID_COUNTRY_CODE, also for a country that has no plan of its own
        return "unknown_country_code" if country is None else "no_country"
    return {2: "too_short", 3: "too_short", 4: "too_long"}.get(error_type, "not_a_number")


def _refusal(number: "PhoneNumber", country: str | None) -> PhoneResult:
    import phonenumbers

    national = phonenumbers.national_significant_number(number)
    region = country or phonenumbers.region_code_for_country_code(number.country_code or 0)
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    lengths: set[int] = set()
    for part in (plan.fixed_line, plan.mobile) if plan is not None else ():
        if part is not None:
            lengths.update(n for n in part.possible_length if n > 0)
    if not lengths or len(national) in lengths:
        return PhoneResult(problem="not_in_use", args={"country": region if plan else ""})
    fewest, most = min(lengths), max(lengths)
    args: Args = {
        "digits": len(national),
        "needs": str(fewest) if fewest == most else f"{fewest}-{most}",
        "country": region,
    }
    if len(national) < fewest:
        return PhoneResult(problem="too_short", args=args)
    return PhoneResult(problem="too_long" if len(national) > most else "wrong_length", args=args)


def _national(e164: str) -> str:
    import phonenumbers

    number = phonenumbers.parse(e164, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


# The short way: most numbers of a list are written so plainly that the plan can be asked at once.
# It takes a fifth of the time of parsing; what it does not know goes the long way.


class _Dialling(msgspec.Struct, frozen=True, kw_only=True):
    """How numbers are dialled inside a country: its code, its trunk prefix, what goes abroad."""

    code: int
    trunk: str
    special: re.Pattern[str] | None
    abroad: re.Pattern[str] | None


@lru_cache(maxsize=512)
def _dialling(country: str) -> _Dialling | None:
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    if plan is None or plan.country_code is None:
        return None
    trunk, parsing = plan.national_prefix or "", plan.national_prefix_for_parsing or ""
    return _Dialling(
        code=plan.country_code,
        trunk=trunk if trunk == parsing else "",
        special=re.compile(parsing) if parsing not in ("", trunk) else None,
        abroad=re.compile(plan.international_prefix) if plan.international_prefix else None,
    )


def _dials_abroad_with_00(country: str) -> bool:
    """Whether 00 can mean nothing but a call to another country there."""
    dialling = _dialling(country)
    abroad = dialling.abroad if dialling else None
    return abroad is not None and abroad.fullmatch("00") is not None


def _direct_form(raw: str, country: str | None) -> str:
    """What `raw` is in E.164 if it is dialled in the simplest way, "" if that is not certain."""
    bare = raw.translate(_NO_SEPARATORS)
    if country is None or bare.startswith("+"):
        return bare
    dialling = _dialling(country)
    if dialling is None or not (bare.isascii() and bare.isdigit()):
        return ""
    if dialling.abroad is not None and dialling.abroad.match(bare):
        return ""
    if dialling.special is not None and dialling.special.match(bare):
        return ""
    if dialling.trunk and bare.startswith(dialling.trunk):
        bare = bare[len(dialling.trunk) :]
    return f"+{dialling.code}{bare}"


# Numbering plans


class _Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One pattern of a plan and the lengths it is for (empty = any)."""

    kind: NumberKind
    pattern: re.Pattern[str]
    lengths: frozenset[int]

    def fits(self, national: str) -> bool:
        right_length = not self.lengths or len(national) in self.lengths
        return right_length and self.pattern.fullmatch(national) is not None


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The numbering plan of one country, its patterns compiled."""

    region: str
    general: _Rule
    leading: re.Pattern[str] | None
    special: re.Pattern[str]
    rules: tuple[_Rule, ...]
    fixed: _Rule | None
    mobile: _Rule | None
    alike: bool

    def kind_of(self, national: str) -> NumberKind:
        """The kind of a national number, "" for one that the plan does not know."""
        if self.leading is not None and not self.leading.match(national):
            return ""
        if not self.general.fits(national):
            return ""
        for rule in self.rules if self.special.fullmatch(national) else ():
            if rule.fits(national):
                return rule.kind
        mobile = self.mobile is not None and self.mobile.fits(national)
        if self.fixed is not None and self.fixed.fits(national):
            return "fixed_or_mobile" if self.alike or mobile else "fixed"
        return "mobile" if mobile and not self.alike else ""


@lru_cache(maxsize=512)
def _plans(code: int) -> tuple[_Plan, ...]:
    """The plans of all countries that share a country code, the main one first."""
    import phonenumbers

    plans = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ()):
        data = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
        general = None if data is None else _rule("", data.general_desc)
        if data is None or general is None:
            continue
        found = (_rule(kind, getattr(data, name)) for name, kind in _KINDS)
        rules = tuple(rule for rule in found if rule is not None)
        plans.append(
            _Plan(
                region=region,
                general=general,
                leading=re.compile(data.leading_digits) if data.leading_digits else None,
                # One look for all of them: nearly every number is of none of these kinds.
                special=re.compile("|".join(f"(?:{r.pattern.pattern})" for r in rules) or "(?!)"),
                rules=rules,
                fixed=_rule("fixed", data.fixed_line),
                mobile=_rule("mobile", data.mobile),
                alike=bool(data.same_mobile_and_fixed_line_pattern),
            )
        )
    return tuple(plans)


def _rule(kind: NumberKind, data: "PhoneNumberDesc | None") -> _Rule | None:
    if data is None or not data.national_number_pattern:
        return None
    return _Rule(
        kind=kind,
        pattern=re.compile(data.national_number_pattern),
        lengths=frozenset(data.possible_length),
    )


def _split(e164: str) -> tuple[int, str] | None:
    """Country code and national number of a text in E.164, None for any other text."""
    if not _E164.fullmatch(e164):
        return None
    for end in (2, 3, 4):
        code = int(e164[1:end])
        if _plans(code):
            return (code, e164[end:]) if e164[end:] else None
    return None


def _facts(code: int, national: str) -> NumberFacts:
    """The first of the countries with this code whose plan has the number, else the main one."""
    plans = _plans(code)
    plan, kind = plans[0], plans[0].kind_of(national)
    if not kind:
        for other in plans[1:]:
            kind = other.kind_of(national)
            if kind:
                plan = other
                break
    region = plan.region if plan.region.isalpha() else ""
    if code == 44 and kind == "mobile":
        # British mobiles of some ranges are filed under Guernsey; people carry them everywhere.
        region = "GB"
    return NumberFacts(region=region, kind=kind)


def _number(e164: str) -> "PhoneNumber | None":
    """The library's own form of a number in E.164."""
    import phonenumbers

    split = _split(e164)
    if split is None:
        return None
    code, national = split
    zeros = len(national) - len(national.lstrip("0"))
    return phonenumbers.PhoneNumber(
        country_code=code,
        national_number=int(national),
        italian_leading_zero=True if zeros else None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _zones(e164: str) -> tuple[str, ...]:
    from phonenumbers import timezone

    number = _number(e164)
    zones = () if number is None else timezone.time_zones_for_number(number)
    return tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)


# Two dozen countries share +1, so asking for the zones of one number there takes long. Their plans
# never look further than the digit after the exchange.
_AMERICAN_PREFIX: Final = len("+1") + 7


@lru_cache(maxsize=65536)
def _american_zones(prefix: str) -> tuple[str, ...]:
    return _zones(prefix.ljust(12, "0"))
