import logging

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.system.secrets import Secrets


class FakeKeychain(KeyringBackend):
    """A keychain in memory that can be locked by its user."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library left it untyped
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked("the password of the mailbox is hunter2")

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


def no_keychain() -> KeyringBackend:
    return NoKeyring()  # type: ignore[no-untyped-call]  # the library left it untyped


def test_a_secret_is_kept_in_the_keychain() -> None:
    keychain = FakeKeychain()
    Secrets("p1", keychain).set("hub", "token")
    again = Secrets("p1", keychain)
    assert again.get("hub") == "token"
    assert again.persistent
    again.delete("hub")
    again.delete("hub")
    assert again.get("hub") is None
    assert again.persistent


def test_profiles_do_not_see_each_other() -> None:
    keychain = FakeKeychain()
    Secrets("p1", keychain).set("hub", "token")
    assert Secrets("p2", keychain).get("hub") is None


def test_without_a_keychain_a_secret_lasts_for_the_session() -> None:
    secrets = Secrets("p1", no_keychain())
    secrets.set("hub", "token")
    assert secrets.get("hub") == "token"
    assert not secrets.persistent
    secrets.delete("hub")
    assert secrets.get("hub") is None
    assert Secrets("p1", no_keychain()).get("hub") is None


@pytest.mark.parametrize("act", ["get", "set", "delete"])
def test_a_locked_keychain_falls_back_without_a_word_of_the_secret(
    act: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    keychain = FakeKeychain()
    secrets = Secrets("p1", keychain)
    keychain.locked = True
    if act == "get":
        assert secrets.get("hub") is None
    elif act == "set":
        secrets.set("hub", "token")
        assert secrets.get("hub") == "token"
    else:
        secrets.delete("hub")
    assert not secrets.persistent
    assert "KeyringLocked" in caplog.text
    assert "hunter2" not in caplog.text
    assert "token" not in caplog.text


def test_the_keychain_of_the_machine_is_used_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    keychain = FakeKeychain()
    monkeypatch.setattr("keyring.get_keyring", lambda: keychain)
    Secrets("p1").set("hub", "token")
    assert list(keychain.kept.values()) == ["token"]
