"""Ways in which one mailbox is written: all of them must find the same person."""

import unicodedata

# How a label of a domain begins that stands for other letters.
_CODED = "xn--"
# Providers that ignore dots before the @, with the other names of the same mailboxes.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def normal_email(text: str) -> str:
    """An address as it is compared: no blanks around it, small letters."""
    return text.strip().casefold()


def email_keys(address: str) -> tuple[str, ...]:
    """The address and, where the mailbox has one, its plainest form: what an entry is kept under.

    "+" and what follows it before the @ is a mark of the person's own; the providers of Gmail
    ignore dots too. A domain with letters of its own is kept as it is read and as it is sent
    ("xn--"). Two ways of writing one mailbox always share the plainest form.
    """
    whole = normal_email(address)
    plain = plainest(whole)
    name, at, domain = plain.rpartition("@")
    return tuple(dict.fromkeys((whole, plain, f"{name}{at}{sent_domain(domain)}")))


def email_prefix(key: str) -> str:
    """How every way of writing the mailbox of `key` begins, for looking it up in order."""
    name, _, domain = plainest(normal_email(key)).rpartition("@")
    return name[:1] if domain in _DOTLESS else name


def plainest(address: str) -> str:
    """The form that all ways of writing a mailbox share."""
    name, at, domain = address.rpartition("@")
    if not at:
        return address
    short = name.partition("+")[0] or name
    domain = read_domain(domain)
    if domain in _DOTLESS:
        short = short.replace(".", "") or short
        domain = _DOTLESS[domain]
    return f"{short}@{domain}"


def domain_of(address: str) -> str:
    """The domain of an address in the letters people read, "" for a text without an @."""
    return read_domain(address.rpartition("@")[2].strip()) if "@" in address else ""


def read_domain(domain: str) -> str:
    """A mail domain in the small letters that people read, whether it came so or as "xn--"."""
    plain = unicodedata.normalize("NFKC", domain.casefold())
    return ".".join(map(_read_label, plain.split("."))) if _CODED in plain else plain


def sent_domain(domain: str) -> str:
    """A mail domain as mail programs send it: each label with other letters as "xn--"."""
    return ".".join(map(_sent_label, read_domain(domain).split(".")))


def domains_above(domain: str) -> tuple[str, ...]:
    """A mail domain and each one it belongs to, down to two labels: mail.acme.es, acme.es."""
    labels = read_domain(domain).split(".")
    return tuple(".".join(labels[i:]) for i in range(max(len(labels) - 1, 1)))


def _read_label(label: str) -> str:
    if not label.startswith(_CODED):
        return label
    try:
        read = label.removeprefix(_CODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return unicodedata.normalize("NFKC", read.casefold())


def _sent_label(label: str) -> str:
    return label if label.isascii() else _CODED + label.encode("punycode").decode("ascii")
