"""One line, several ways of writing it: each finds the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.phone_variants import match_key, variants


@pytest.mark.parametrize(
    ("e164", "other"),
    [
        ("+525512345678", "+5215512345678"),
        ("+541151234567", "+5491151234567"),
        ("+5511987654321", "+551187654321"),
        ("+390612345678", "+39612345678"),
    ],
)
def test_both_ways(e164: str, other: str) -> None:
    assert variants(e164) == (e164, other)
    assert variants(other) == (other, e164)
    assert match_key(e164) == match_key(other)


@pytest.mark.parametrize(
    # The Brazilian lines 3011-5191 and 93011-5191 are two: no mobile began with 3 before.
    "e164",
    ["+34612345678", "+12125550101", "+551130115191", "+5511930115191"],
)
def test_one_way(e164: str) -> None:
    assert variants(e164) == (e164,)
    assert match_key(e164) == e164


CODES = st.sampled_from(["+52", "+54", "+55", "+39", "+34", "+1"])


@given(CODES, st.text(alphabet="0123456789", min_size=5, max_size=12))
def test_all_members_of_a_group_have_the_same_group(code: str, national: str) -> None:
    group = variants(code + national)
    assert group[0] == code + national
    for member in group:
        assert set(variants(member)) == set(group)
        assert match_key(member) == match_key(group[0])
