"""How much memory this process holds. Light, because a measured start imports it."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def held_bytes() -> int:
    """Resident bytes now; where the system tells only the most there ever were, those."""
    if _STATUS.exists():
        for told in _STATUS.read_text(encoding="ascii").splitlines():
            if told.startswith("VmRSS:"):
                return int(told.split()[1]) * 1024
    return _most_bytes()


if sys.platform == "win32":

    def _most_bytes() -> int:
        return 0

else:
    import resource

    def _most_bytes() -> int:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
