"""The keyring of the operating system: reads, writes, and says why where it cannot.

Whatever a backend raises ends here, outside of the exception that it was: its text, its `__cause__`
and its `__context__` may hold what was to be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from fanfare.errors import FanfareError
from fanfare.findings import Finding

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_T = TypeVar("_T")


def read(service: str, user: str, otherwise: str) -> str | None:
    """What is kept under these names; None for nothing.

    Raises `FanfareError` where there is no keyring to be trusted; `otherwise` says what to do then.
    """
    return _asked(lambda keyring: keyring.get_password(service, user), otherwise)


def write(service: str, user: str, value: str, otherwise: str) -> None:
    """Keep `value` under these names, in the place of what was kept there.

    Raises `FanfareError` as `read`, and where the keyring then does not have it.
    """
    _asked(lambda keyring: keyring.set_password(service, user, value), otherwise)
    if read(service, user, otherwise) != value:  # keyring's `null` backend takes and loses all
        raise _unusable("The system keyring did not keep what it was given.", otherwise)


def delete(service: str, user: str, otherwise: str) -> bool:
    """Forget what is kept under these names; False where there was nothing. Raises as `read`."""
    if read(service, user, otherwise) is None:
        return False
    _asked(lambda keyring: keyring.delete_password(service, user), otherwise)
    return True


def _asked(question: Callable[[KeyringBackend], _T], otherwise: str) -> _T:
    import keyring.errors

    try:
        backend = keyring.get_keyring()
        if not _is_plain_text(backend):
            return question(backend)
        wrong = "The keyring of this system writes what it keeps into a file that anybody can read."
    except keyring.errors.NoKeyringError:
        wrong = "There is no system keyring here."
    except keyring.errors.KeyringLocked:
        wrong = "The system keyring is locked."
        otherwise = f"unlock it, or {otherwise}"
    except Exception as error:  # D-Bus, Windows and macOS each raise their own
        wrong = f"The system keyring does not work ({type(error).__name__})."
    raise _unusable(wrong, otherwise)


def _is_plain_text(backend: KeyringBackend) -> bool:
    """True for those of the package `keyrings.alt`, which `keyring` takes where it finds no other.

    Also for a chain of several, whatever the others are: any may be asked.
    """
    chain = getattr(backend, "backends", None) or [backend]
    return any("plaintext" in type(one).__name__.lower() for one in chain)


def _unusable(wrong: str, otherwise: str) -> FanfareError:
    return FanfareError(Finding("keyring", wrong, f"{otherwise[0].upper()}{otherwise[1:]}."))
