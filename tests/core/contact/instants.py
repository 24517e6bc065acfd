"""Zones and instants for properties."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ZONES = (
    "Europe/Madrid",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Tehran",
    "UTC",
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(  # noqa: DTZ001 - made aware below
    lambda naive: naive.replace(tzinfo=ZoneInfo("UTC"))
)
