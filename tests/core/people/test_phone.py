"""Reading telephone numbers: what is accepted, what is refused, what is only suggested."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.phone import PhoneResult, display, number_facts, parse_phone, parse_phones

# phonenumbers.PhoneNumberType by our kinds.
KINDS = {
    0: "fixed", 1: "mobile", 2: "fixed_or_mobile", 3: "toll_free", 4: "premium", 5: "premium",
    6: "voip", 7: "personal", 8: "mobile", 9: "other", 10: "other", 99: "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+1 212 555 0101", None, "+12125550101"),
        ("+1 (212) 555-0105", "US", "+12125550105"),
        ("12125550105", "US", "+12125550105"),
        ("(312) 555-0180", "US", "+13125550180"),
        ("1-800-555-1234", "US", "+18005551234"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("34 612 34 56 78", "ES", "+34612345678"),
        ("  612.34.56.78 ", "ES", "+34612345678"),
        ("'+34612345678", None, "+34612345678"),
        ("tel:+34612345678", None, "+34612345678"),
        ("06 34 41 37 85", "FR", "+33634413785"),
        ("0151 28450407", "DE", "+4915128450407"),
        ("030/12345678", "DE", "+493012345678"),
        ("06131/123456", "DE", "+496131123456"),
        ("07400 216504", "GB", "+447400216504"),
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("(11) 96943-7034", "BR", "+5511969437034"),
        ("55 4898 7301", "MX", "+525548987301"),
        ("9866513261", "IN", "+919866513261"),
        ("347 6103068", "IT", "+393476103068"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("011 15-5123-4567", "AR", "+5491151234567"),
        ("６１２３４５６７８", "ES", "+34612345678"),
        ("٦١٢٣٤٥٦٧٨", "ES", "+34612345678"),
        ("0034 612 345 471", "ES", "+34612345471"),
        ("0033 6 12 34 54 72", "ES", "+33612345472"),
        ("004915115032847", "DE", "+4915115032847"),
        ("+34 (0) 612 345 473", "ES", "+34612345473"),
        ("0034 (0) 612 345 473", "ES", "+34612345473"),
        # What spreadsheets make of a number, as far as all its digits are there.
        ("34612345678.0", "ES", "+34612345678"),
        ("612345678,00", "ES", "+34612345678"),
        ("6175550321.0", "US", "+16175550321"),
        ("6.12345678E+08", "ES", "+34612345678"),
        ("3,4612345678E+10", "ES", "+34612345678"),
        ("34612345678", "ES", "+34612345678"),
        ("7700900123", "GB", "+447700900123"),
        ("612345678", "FR", "+33612345678"),
        ("\u2019612345678", "ES", "+34612345678"),
        ('="0612345678"', "FR", "+33612345678"),
        ("612\u00a0345\u00a0678", "ES", "+34612345678"),
        ("+34\u2009612\u202f345\u202f678", "ES", "+34612345678"),
        ("\u202a+34 612 345 678\u202c", "ES", "+34612345678"),
        ("612\u2013345\u2013678", "ES", "+34612345678"),
        # Words that only say what kind of number it is.
        ("612345404 (casa)", "ES", "+34612345404"),
        ("Tel.: 612 345 404", "ES", "+34612345404"),
        ("móvil 612345404", "ES", "+34612345404"),
        # A country column that does not matter: the number says its own.
        ("+4915178938888", "ES", "+4915178938888"),
    ],
)
def test_reads_numbers(text: str, country: str | None, e164: str) -> None:
    result = parse_phone(text, country)
    assert (result.e164, result.problem) == (e164, None)


@pytest.mark.parametrize(
    ("text", "country", "problem", "args"),
    [
        ("", "ES", "empty", {}),
        ("  ", None, "empty", {}),
        ("n/a", "US", "not_a_number", {}),
        ("--", "ES", "not_a_number", {}),
        ("000000000", "ES", "not_a_number", {}),
        ("call me 5pm", "US", "not_a_number", {}),
        ("91 234 56", "PT", "too_short", {"digits": 7, "needs": "9", "country": "PT"}),
        ("91 234 56", "MX", "too_short", {"digits": 7, "needs": "10", "country": "MX"}),
        ("91 234 56", "US", "too_short", {"digits": 7, "needs": "10", "country": "US"}),
        ("612 34 56 789", "ES", "too_long", {"digits": 10, "needs": "9", "country": "ES"}),
        ("212345678", "ES", "not_in_use", {"country": "ES"}),
        ("12/03/1988", "PL", "is_date", {}),
        ("12.03.1988", "FR", "is_date", {}),
        ("2026-10-01 09:22", None, "is_date", {}),
        ("601 23 45 6x", "PL", "contains_letter", {}),
        ("3.46124E+10", "ES", "rounded", {}),
        ("3,46E+10", "ES", "rounded", {}),
        ("+999123456789", None, "unknown_country_code", {}),
        ("612 34 56 78", None, "no_country", {}),
        ("612 34 56 78", "", "no_country", {}),
        ("612 34 56 78", "XX", "no_country", {}),
        ("9" * 300 + "1", "ES", "not_a_number", {}),
    ],
)
def test_says_what_is_wrong(
    text: str, country: str | None, problem: str, args: dict[str, str | int]
) -> None:
    result = parse_phone(text, country)
    assert (result.e164, result.problem, result.args) == (None, problem, args)
    assert result.suggestion is None


@pytest.mark.parametrize(
    ("text", "country", "likely", "problem", "suggestion"),
    [
        ("00381 64 555 0123", None, (), "double_zero", "+381645550123"),
        # Abroad begins with 011 there, with a carrier of one's choice, or nobody knows with what.
        ("0034612345471", "US", (), "double_zero", "+34612345471"),
        ("0055 11 969437034", "BR", (), "double_zero", "+5511969437034"),
        ("612 34 56 78 (mamá)", "ES", (), "contains_letter", "+34612345678"),
        ("050 123 45 67", None, ("UA",), "no_country", "+380501234567"),
        ("06 39 98 12 34", None, ("FR",), "no_country", "+33639981234"),
        ("06 39 98 12 34", "ES", ("FR", "ES"), "other_country", "+33639981234"),
        ("12125550105", None, (), "no_country", "+12125550105"),
        ("6O1 234 567", "PL", (), "contains_letter", "+48601234567"),
        ("612345678 / 613456789", "ES", (), "two_numbers", "+34612345678"),
        ("612345678 o 613456789", "ES", (), "two_numbers", "+34612345678"),
        ("612 345 678 (móvil) 91 123 45 67 (ofi)", "ES", (), "two_numbers", "+34612345678"),
        ("Fijo 911234567 móvil 612345678", "ES", (), "two_numbers", "+34911234567"),
        ("M: 612345678 T: 911234567", "ES", (), "two_numbers", "+34612345678"),
        ("+34 612 34 56 78; +34 613 45 67 89", None, (), "two_numbers", "+34612345678"),
        ("+0612345678", "FR", (), "unknown_country_code", "+33612345678"),
        # 0639 is dialled like a French mobile and belongs to Mayotte.
        ("06 39 68 48 40", "FR", (), "other_country", "+262639684840"),
        ("+33639684840", None, (), "other_country", "+262639684840"),
    ],
)
def test_suggests_and_never_applies(
    text: str, country: str | None, likely: tuple[str, ...], problem: str, suggestion: str
) -> None:
    result = parse_phone(text, country, likely=likely)
    assert (result.e164, result.problem, result.suggestion) == (None, problem, suggestion)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("612345402 / 612345403", ["+34612345402", "+34612345403"]),
        ("+34 612 34 54 42 ::: +34 612 34 54 43", ["+34612345442", "+34612345443"]),
        ("612345402\n912345403", ["+34612345402", "+34912345403"]),
        ("612345402 912345403", ["+34612345402", "+34912345403"]),
        ("casa 912345402 / móvil 612345403", ["+34912345402", "+34612345403"]),
        ("612345402; 212345678", ["+34612345402", "not_in_use"]),
        ("612345402", ["+34612345402"]),
        ("912345678/79", ["too_long"]),
        ("212345678, 212345679", ["two_numbers"]),
        ("6.12E+08", ["rounded"]),
    ],
)
def test_several_numbers_in_one_text(text: str, read: list[str]) -> None:
    assert [one.e164 or one.problem for one in parse_phones(text, "ES")] == read


def test_two_countries_that_fit_give_no_suggestion() -> None:
    both = parse_phone("916819914", None, likely=("ES", "PT"))
    assert (both.problem, both.suggestion) == ("no_country", None)


def test_the_way_of_writing_decides_between_two_countries() -> None:
    portuguese = parse_phone("916 819 914", None, likely=("ES", "PT"))
    spanish = parse_phone("916 81 99 14", None, likely=("ES", "PT"))
    assert (portuguese.suggestion, spanish.suggestion) == ("+351916819914", "+34916819914")
    assert portuguese.args == {"looks_like": "PT"}


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+52 1 55 1234 5678", None, "+525512345678"),
        ("+39 6 1234 5678", None, "+390612345678"),
        ("+55 11 8765-4321", None, "+5511987654321"),
    ],
)
def test_outdated_ways_of_writing_are_the_same_line(
    text: str, country: str | None, e164: str
) -> None:
    result = parse_phone(text, country)
    assert (result.e164, result.rewritten) == (e164, True)


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("+13125550176 ext 12", "12"),
        ("+1 312 555 0176 x12", "12"),
        ("+13125550176;ext=12", "12"),
        ("+1 312-555-0176 ext. 12", "12"),
        ("+1 312 555 0176 #12", "12"),
    ],
)
def test_extensions_are_kept_apart(text: str, extension: str) -> None:
    result = parse_phone(text, None)
    assert (result.e164, result.extension) == ("+13125550176", extension)


def test_numbers_kept_for_examples_are_accepted() -> None:
    result = parse_phone("07700 900123", "GB")
    assert (result.e164, result.region) == ("+447700900123", "GB")


def test_a_person_may_vouch_for_a_number_of_the_right_length() -> None:
    assert parse_phone("212345678", "ES", vouched=True).e164 == "+34212345678"
    assert parse_phone("2123", "ES", vouched=True).problem == "too_short"


@pytest.mark.parametrize(
    ("e164", "region", "kind"),
    [
        ("+34612345678", "ES", "mobile"),
        ("+34911234567", "ES", "fixed"),
        ("+18005551234", "US", "toll_free"),
        ("+16135550123", "CA", "fixed_or_mobile"),
        # Filed under Guernsey by the numbering plan; people carry them all over Britain.
        ("+447911123456", "GB", "mobile"),
        ("+441481723456", "GG", "fixed"),
    ],
)
def test_facts(e164: str, region: str, kind: str) -> None:
    facts = number_facts(e164)
    assert facts is not None
    assert (facts.region, facts.kind) == (region, kind)


@pytest.mark.parametrize("text", ["", "612345678", "+", "+1", "n/a", "+0123456789"])
def test_no_facts_of_what_is_no_number(text: str) -> None:
    assert number_facts(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+34612345678", "+34 612 34 56 78"),
        ("+13125550176", "+1 312-555-0176"),
        ("+393476103068", "+39 347 610 3068"),
        ("n/a", "n/a"),
        ("", ""),
    ],
)
def test_display_is_international(text: str, shown: str) -> None:
    assert display(text) == shown


def test_plans_agree_with_the_library() -> None:
    """Kinds, countries and plainly written numbers are read without the library's slow way."""
    chance = random.Random(7)
    compared = 0
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        for national in _samples(code, regions, chance):
            e164 = f"+{code}{national}"
            facts = number_facts(e164)
            if facts is None:
                continue
            number = phonenumbers.parse(e164, None, keep_raw_input=False)
            if phonenumbers.national_significant_number(number) != national:
                continue
            kind = phonenumbers.number_type(number)
            assert facts.kind == KINDS[kind], e164
            if facts.kind:
                compared += 1
                assert phonenumbers.is_valid_number(number)
                region = phonenumbers.region_code_for_number(number)
                british = code == 44 and facts.kind == "mobile"
                assert facts.region == ("GB" if british else "" if region == "001" else region)
    assert compared > 2_000


@pytest.mark.parametrize("style", ["NATIONAL", "INTERNATIONAL", "E164"])
def test_numbers_as_every_country_writes_them(style: str) -> None:
    form = getattr(phonenumbers.PhoneNumberFormat, style)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (0, 1, 3):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            text = phonenumbers.format_number(example, form)
            expected = phonenumbers.parse(text, region)
            e164 = phonenumbers.format_number(expected, phonenumbers.PhoneNumberFormat.E164)
            assert parse_phone(text, region).e164 == e164, (region, text)


def _samples(code: int, regions: tuple[str, ...], chance: random.Random) -> list[str]:
    """National numbers: examples of every kind, some with digits changed, and random ones."""
    found = []
    for region in regions:
        for kind in range(11):
            example = (
                phonenumbers.example_number_for_non_geo_entity(code)
                if region == "001"
                else phonenumbers.example_number_for_type(region, kind)
            )
            if example is not None:
                national = phonenumbers.national_significant_number(example)
                found.append(national)
                found.append(
                    "".join(
                        chance.choice("0123456789") if chance.random() < 0.15 else c
                        for c in national
                    )
                )
    found += ["".join(chance.choices("0123456789", k=chance.randint(5, 11))) for _ in range(5)]
    return found


TEXTS = st.one_of(
    st.text(max_size=100),
    st.text(alphabet="+0123456789 ()-./;,xXeE#ext'\n٣６", max_size=40),
)


@given(TEXTS, st.one_of(st.none(), st.text(max_size=3), st.sampled_from(["US", "ES", "BR", "IT"])))
def test_any_text_is_read_or_refused(text: str, country: str | None) -> None:
    result: PhoneResult = parse_phone(text, country, likely=("FR", "MX", "zz"))
    assert (result.e164 is None) != (result.problem is None)
    for number in (result.e164, result.suggestion):
        if number is not None:
            assert parse_phone(number, None).e164 == number
