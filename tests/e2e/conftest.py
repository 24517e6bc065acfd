"""The stories are told on the command line, in a sandbox whose clock they set."""

from tests.cli.commands import _read_once, ask, folder, run, sandbox

__all__ = ["_read_once", "ask", "folder", "run", "sandbox"]
