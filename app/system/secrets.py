"""Passwords and tokens: in the keychain of the system, else in memory until the program ends."""

import logging
import threading

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError, PasswordDeleteError

_log = logging.getLogger(__name__)

# What backends let through besides their own errors: a bus that is gone, a broken helper.
_FAILURES = (KeyringError, OSError, RuntimeError)


class Secrets:
    """Named secrets of one profile.

    Every call may wait for the user to unlock the keychain: never call it on the GUI thread.
    Once the keychain has failed, secrets live for this session only and `persistent` is False,
    so that a screen can say that the password will be asked for again.
    """

    def __init__(self, profile: str, backend: KeyringBackend | None = None) -> None:
        """Keep the secrets of `profile`, any text that tells profiles apart."""
        self._service = f"Touchline {profile}"
        self._backend = backend
        self._persistent = True
        self._session: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def persistent(self) -> bool:
        """Whether what is set now is still there after a restart, as far as is known."""
        return self._persistent

    def get(self, name: str) -> str | None:
        """The secret, None if there is none."""
        with self._lock:
            if name in self._session:
                return self._session[name]
            keychain = self._keychain()
            if keychain is None:
                return None
            try:
                return keychain.get_password(self._service, name)
            except _FAILURES as error:
                self._give_up(error)
                return None

    def set(self, name: str, secret: str) -> None:
        """Keep a secret, in place of an earlier one of this name."""
        with self._lock:
            keychain = self._keychain()
            if keychain is not None:
                try:
                    keychain.set_password(self._service, name, secret)
                except _FAILURES as error:
                    self._give_up(error)
                else:
                    self._session.pop(name, None)
                    return
            self._session[name] = secret

    def delete(self, name: str) -> None:
        """Forget a secret; none of that name is fine."""
        with self._lock:
            self._session.pop(name, None)
            keychain = self._keychain()
            if keychain is None:
                return
            try:
                keychain.delete_password(self._service, name)
            except PasswordDeleteError:
                return
            except _FAILURES as error:
                self._give_up(error)

    def _keychain(self) -> KeyringBackend | None:
        if not self._persistent:
            return None
        if self._backend is None:
            self._backend = keyring.get_keyring()
        if isinstance(self._backend, NoKeyring):
            self._persistent = False
            _log.info("no keychain here: secrets last for this session only")
            return None
        return self._backend

    def _give_up(self, error: Exception) -> None:
        # The text of the error may quote the secret's name or account; its type says enough.
        self._persistent = False
        _log.info("the keychain failed (%s): secrets last for this session", type(error).__name__)
