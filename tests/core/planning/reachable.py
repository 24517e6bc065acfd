"""Points and spans of time for tests about due dates."""

from datetime import timedelta

from tests.builders import make_point

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PHONE = make_point(1)
MAIL = make_point(3, kind="email", value="a@example.com")
