"""What pip said when it failed, in one sentence, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanfare.findings import Finding


@dataclass(frozen=True, slots=True)
class _Cause:
    """One way in which pip fails."""

    rule: str
    signs: tuple[str, ...]
    """Regular expressions that all occur in the log. Their groups fill the braces below."""

    message: str
    remedy: str


_NO_ANSWER = r"\(from versions: none\)|Max retries exceeded|Read timed out"

_CAUSES = (
    _Cause(
        "disk-full",
        (r"No space left on device|not enough space on the disk|Disk quota exceeded",),
        "The disk is full.",
        "Make room.",
    ),
    _Cause(
        "hash",
        (r"DO NOT MATCH THE HASHES(?s:.)*?\n\s+(?P<package>[\w.-]+==[\w.]+)",),
        "The registry's {package} is not the file that the lock names: their hashes differ.",
        "Undo any change to the lock, or use a registry that you trust.",
    ),
    _Cause(
        "certificate",
        (r"(?i)certificate.verify.failed|SSLCertVerificationError",),
        "This machine does not trust the package registry's certificate.",
        "Set the machine's clock, or name your network's certificate in PIP_CERT.",
    ),
    _Cause(
        "denied",
        (r"(?P<status>40[137])(?: Client)? (?:Error|while getting|Proxy Authentication)",),
        "The package registry, or a proxy before it, denies access (HTTP status {status}).",
        "Check name and password in pip's configuration or in the proxy's address.",
    ),
    _Cause(
        "untrusted",
        (r"repository located at (?P<host>\S+) is not a trusted", _NO_ANSWER),
        "pip does not use the registry at {host}, because its address starts with http:.",
        "Write https: there, or set PIP_TRUSTED_HOST={host}.",
    ),
    _Cause(
        "no-network",
        (
            r"name resolution|NameResolutionError|Name or service not known|getaddrinfo failed"
            r"|nodename nor servname|[Nn]etwork is unreachable|No route to host",
            _NO_ANSWER,
        ),
        "There is no network, or it does not know the package registry's name.",
        "Connect to the internet.",
    ),
    _Cause(
        "registry",
        (r"connection broken by|Max retries exceeded|Read timed out", _NO_ANSWER),
        "The package registry cannot be reached, or does not answer.",
        "Check the network, the proxy, and the registry's address in pip's configuration.",
    ),
    _Cause(
        "registry-empty",
        (r"requirement (?P<package>[\w.-]+)==\S+ \(from versions: none\)",),
        "The package registry does not know {package}, or could not be asked.",
        "Check the network, and the registry's address in pip's configuration.",
    ),
    _Cause(
        "no-wheel",
        (r"No matching distribution found for (?P<package>[\w.-]+==[\w.]+)",),
        "The package registry has no {package} for {python}.",
        "Try Python 3.13 from python.org on a 64-bit system.",
    ),
    _Cause(
        "no-wheel",
        (r"Failed (?:building wheel for |to build '|to build )(?P<package>[\w.-]+)",),
        "There is no ready-made {package} for {python}, and making it here failed.",
        "Try Python 3.13 from python.org on a 64-bit system.",
    ),
    _Cause(
        "no-pip",
        (r"No module named '?pip\b",),
        "There is no pip in .venv.",
        "Put it there with: python -m ensurepip.",
    ),
    _Cause(
        "permission",
        (r"(?:Permission denied|Access is denied).*",),
        "You may not write something in .venv.",
        "Give yourself the right to it, or delete .venv.",
    ),
)


def explain(log: str, python: str) -> Finding:
    """Why the pip that wrote `log` failed; its own last error where the cause is not known.

    `python` names interpreter and platform, such as `Python 3.13.0 on linux-x86_64`.
    """
    for cause in _CAUSES:
        found = [re.search(sign, log) for sign in cause.signs]
        if all(found):
            groups = found[0].groupdict() if found[0] else {}
            message, remedy = (
                text.format(python=python, **groups) for text in (cause.message, cause.remedy)
            )
            return Finding(cause.rule, message, remedy)
    return Finding("pip", f"{_last_error(log).rstrip('.')}.")


def _last_error(log: str) -> str:
    rows = [row.strip() for row in log.splitlines() if row.strip()]
    errors = [row for row in rows if re.match(r"error:", row, re.IGNORECASE)]
    last = (errors or rows or ["It ended without a word"])[-1]
    return re.sub(r"^error:\s*", "", last, flags=re.IGNORECASE)
