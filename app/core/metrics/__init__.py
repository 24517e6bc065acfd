"""The figures of the reports: pure functions of the activity log and a period (docs/metrics.md)."""
