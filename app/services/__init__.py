"""Use cases and the ports they need. No third-party package, no I/O of its own."""
