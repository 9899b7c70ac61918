"""Keyrings of operating systems, good and bad, in the form of the library `keyring`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import KeyringLocked, PasswordSetError

FILE = "FANFARE_TEST_KEYRING"
"""Environment variable that says where `InFile` keeps what it is given."""


class InMemory(KeyringBackend):
    """Keeps what it is given until it is gone."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


class InFile(InMemory):
    """Outlives a command, for tests that run one."""

    @property
    def _path(self) -> Path:
        return Path(os.environ[FILE])

    def get_password(self, service: str, username: str) -> str | None:
        if self._path.exists():
            self.items = {
                (of, user): value for of, user, value in json.loads(self._path.read_text())
            }
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self._write()

    def delete_password(self, service: str, username: str) -> None:
        super().delete_password(service, username)
        self._write()

    def _write(self) -> None:
        self._path.write_text(json.dumps([[*key, value] for key, value in self.items.items()]))


class Locked(InMemory):
    """Its owner did not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")


class Broken(InMemory):
    """Fails as D-Bus does where nobody answers."""

    def get_password(self, service: str, username: str) -> str | None:
        raise TimeoutError("org.freedesktop.secrets")


class Talkative(InMemory):
    """Repeats in its complaint what it could not keep."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"Cannot keep {password}")


class Forgetful(InMemory):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""


class PlaintextKeyring(InMemory):
    """Called as the one of `keyrings.alt` that writes a file anybody can read."""


def of_library(name: str) -> KeyringBackend:
    """The backend `name` of the library itself: `fail` where there is no other, or `null`."""
    return load_keyring(f"keyring.backends.{name}.Keyring")


@contextmanager
def system_keyring(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """Let `backend` be the keyring of this system meanwhile."""
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(of_library("fail"))  # never that of whoever runs the tests
