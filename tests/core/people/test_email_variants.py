"""One mailbox, several ways of writing it: an entry under one is found by the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.email_variants import domain_of, email_keys, normal_email, plainest


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana@Example.com ", "ana@example.com", True),
        ("ana+news@example.com", "ana@example.com", True),
        ("ana+news@example.com", "ana+offers@example.com", True),
        ("a.n.a@gmail.com", "ana@gmail.com", True),
        ("a.na+x@googlemail.com", "ANA@gmail.com", True),
        ("a.na@example.com", "ana@example.com", False),
        ("ana@example.com", "ana@example.org", False),
        ("ana@gmail.com", "ana@example.com", False),
    ],
)
def test_ways_of_writing_a_mailbox(one: str, other: str, same: bool) -> None:
    assert bool({*email_keys(one)} & {*email_keys(other)}) is same


names = st.text(alphabet="ab.+", min_size=1, max_size=8)
domains = st.sampled_from(["gmail.com", "googlemail.com", "example.com"])


@given(names, domains)
def test_the_plainest_form_is_its_own_and_is_kept_beside_the_address(
    name: str, domain: str
) -> None:
    address = f"{name}@{domain}"
    plain = plainest(normal_email(address))
    assert plainest(plain) == plain
    assert email_keys(address)[0] == address
    assert plain in email_keys(address)


def test_what_is_no_address_is_its_own_key() -> None:
    assert email_keys("nobody") == ("nobody",)
    assert domain_of("nobody") == ""
    assert domain_of("ana@Example.COM") == "example.com"
