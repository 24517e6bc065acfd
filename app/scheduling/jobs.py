"""What is looked at regularly, and how often."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A regular look. `every_s` bounds how late it can be; it starts nothing that is not due."""

    name: str
    every_s: float


# The exact instant of the next alert is asked for with `Scheduler.at`; this look finds what another
# process has planned meanwhile, and what a lost wake-up would have left.
ALERTS = Job("alerts", 15.0)
# Rows whose lane changes with time: opening hours, callbacks, overdue work.
LANES = Job("lanes", 1.0)
# Checkpoints of the store wait for quiet moments.
CHECKPOINT = Job("checkpoint", 120.0)
# Whether the last backup is a day old.
BACKUP = Job("backup", 300.0)
# Whether the hours in which calls get through were counted today.
HOURS = Job("hours", 900.0)
# In a demo, how often somebody new comes in.
ARRIVALS = Job("arrivals", 45.0)
