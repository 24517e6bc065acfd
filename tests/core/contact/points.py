"""Somebody with a point of every kind."""

from tests.builders import make_point

ALL_POINTS = (
    make_point(1),
    make_point(2, kind="email", value="a@example.com"),
    make_point(3, kind="linkedin", value="https://linkedin.com/in/a"),
)
