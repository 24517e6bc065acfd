"""A LinkedIn profile, opened in the browser: what follows there is done by hand."""

import re
from urllib.parse import quote, unquote, urlsplit

from app.channels.uri_launcher import LONGEST_URI
from app.core.errors import BadInput
from app.services.ports import Link

_HOST = re.compile(r"(?:[a-z]{2,3}\.)?linkedin\.com", re.IGNORECASE)
_PAGES = ("/in/", "/pub/", "/company/", "/school/", "/sales/lead/", "/sales/people/")


def profile_link(profile: str, text: str = "") -> Link:
    """A link to a profile page; `text` is always left over, as LinkedIn takes none from a link.

    Query and fragment (tracking) are dropped. Raises BadInput if `profile` is no LinkedIn page.
    """
    try:
        parts = urlsplit(profile)
    except ValueError:
        parts = urlsplit("")
    path = quote(unquote(parts.path), safe="/", errors="replace")
    uri = f"https://{parts.netloc.lower()}{path}"
    known = (
        parts.scheme in ("http", "https")
        and _HOST.fullmatch(parts.netloc) is not None
        and _is_page(path)
        and len(uri) <= LONGEST_URI
    )
    if not known:
        raise BadInput(
            "profile_not_usable",
            "This is not the address of a LinkedIn profile.",
            "Correct the profile of this person, then try again.",
        )
    return Link(uri=uri, copy=uri, text_left=text)


def _is_page(path: str) -> bool:
    # A dot step could lead from a profile to any other page of the site.
    steps = path.rstrip("/").split("/")[1:]
    return path.startswith(_PAGES) and len(steps) > 1 and not {"", ".", ".."} & set(steps)
