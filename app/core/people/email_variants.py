"""Ways in which one mailbox is written: all of them must find the same person."""

# Providers that ignore dots before the @, with the other names of the same mailboxes.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def normal_email(text: str) -> str:
    """An address as it is compared: no blanks around it, small letters."""
    return text.strip().casefold()


def email_keys(address: str) -> tuple[str, ...]:
    """The address and, where the mailbox has one, its plainest form: what an entry is kept under.

    "+" and what follows it before the @ is a mark of the person's own; the providers of Gmail
    ignore dots too. Two ways of writing one mailbox always share the plainest form.
    """
    whole = normal_email(address)
    plain = plainest(whole)
    return (whole,) if plain == whole else (whole, plain)


def plainest(address: str) -> str:
    """The form that all ways of writing a mailbox share."""
    name, at, domain = address.rpartition("@")
    if not at:
        return address
    short = name.partition("+")[0] or name
    if domain in _DOTLESS:
        short = short.replace(".", "") or short
        domain = _DOTLESS[domain]
    return f"{short}@{domain}"


def domain_of(address: str) -> str:
    """What stands behind the @, "" without one."""
    return address.rpartition("@")[2].strip().casefold() if "@" in address else ""
