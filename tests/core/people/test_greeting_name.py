"""By which name somebody is greeted."""

import pytest

from app.core.people.greeting_name import greeting_name


@pytest.mark.parametrize(
    ("first", "last", "language", "greeted"),
    [
        ("María José", "López", "es", "María José"),
        ("Dña. María", "López", "es", "María"),
        ("Dña.", "María López", "es", "María"),
        ("D.ª Ana", "Ruiz", "es", "Ana"),
        ("D.", "Juan Pérez", "es", "Juan"),
        ("Sr. D. Juan", "Pérez", "es", "Juan"),
        ("Don Juan", "Pérez", "es", "Juan"),
        ("Don", "Draper", "en", "Don"),
        ("D.", "Smith", "en", "D."),
        ("Mr", "John Smith", "en", "John"),
        ("MRS. JANE", "DOE", "en", "Jane"),
        ("Dr", "", "en", ""),
        ("", "Smith", "en", ""),
        ("ANA", "", "es", "Ana"),
        ("josé maría", "", "es", "José María"),
        ("JR", "", "en", "JR"),
        ("McKenna", "", "en", "McKenna"),
        ("O'NEIL", "", "en", "O'Neil"),
        ("Drew", "", "en", "Drew"),
        ("李", "小龍", "zh", "李"),
    ],
)
def test_a_name_without_what_stands_around_it(
    first: str, last: str, language: str, greeted: str
) -> None:
    assert greeting_name(first, last, language) == greeted
