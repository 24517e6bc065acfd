"""tracking: which channels report what becomes of a message."""

from argparse import Namespace

from app.cli.answer import Answer, facts
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.services.desk.tracking import TRACKABLE, read_tracking, track


def add_to(commands: Commands) -> None:
    """Add the command `tracking`."""
    what = "show or set which channels report what becomes of a message"
    parser = add_command(commands, "tracking", _tracking, what)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--channel",
        metavar="CHANNEL",
        action="append",
        choices=TRACKABLE,
        help=f"may be given again; takes the place of what was set: {', '.join(TRACKABLE)}",
    )
    choice.add_argument("--none", action="store_true", help="nothing is reported")


def _tracking(session: Session, args: Namespace) -> Answer:
    setting = bool(args.channel or args.none)
    desk = session.write().desk if setting else session.read().desk
    if setting:
        track(desk, args.channel or ())
    by_hand, tracked = read_tracking(desk)
    return Answer(
        document={
            "by_hand": sorted(by_hand),
            "connected": sorted(tracked - by_hand),
            "tracked": sorted(tracked),
        },
        lines=facts(
            [
                ("Set by hand", ", ".join(sorted(by_hand)) or "none"),
                ("Connected", ", ".join(sorted(tracked - by_hand)) or "none"),
            ]
        ),
    )
