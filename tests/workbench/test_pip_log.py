from __future__ import annotations

import pytest

from workbench.bootstrap.pip_log import explain

HERE = "Python 3.13.0 on linux-x86_64"

NEW_CONNECTION = (
    "WARNING: Retrying (Retry(total=1, connect=None, read=None, redirect=None, status=None)) after "
    "connection broken by 'NewConnectionError('<urllib3.connection.HTTPSConnection object at "
    "0x7f86>: Failed to establish a new connection: {reason}')': /simple/invoke/\n"
)
NOTHING_FOUND = (
    "ERROR: Could not find a version that satisfies the requirement invoke==3.0.3 "
    "(from versions: {versions})\n"
    "ERROR: No matching distribution found for invoke==3.0.3\n"
)
NONE_FOUND = NOTHING_FOUND.format(versions="none")
CANNOT_INSTALL = "ERROR: Could not install packages due to an OSError: "

LOGS = {
    "no name resolution": (
        NEW_CONNECTION.format(reason="[Errno -3] Temporary failure in name resolution")
        + NONE_FOUND,
        "There is no network, or it does not know the package registry's name.",
    ),
    "no name resolution on macOS": (
        NEW_CONNECTION.format(reason="[Errno 8] nodename nor servname provided, or not known")
        + NONE_FOUND,
        "There is no network, or it does not know the package registry's name.",
    ),
    "no name resolution on Windows": (
        NEW_CONNECTION.format(reason="[Errno 11001] getaddrinfo failed") + NONE_FOUND,
        "There is no network, or it does not know the package registry's name.",
    ),
    "connection refused": (
        NEW_CONNECTION.format(reason="[Errno 111] Connection refused") + NONE_FOUND,
        "The package registry cannot be reached, or does not answer.",
    ),
    "a proxy that is not there": (
        "WARNING: Retrying (Retry(total=1, ...)) after connection broken by 'ProxyError('Cannot "
        "connect to proxy.', OSError('...'))': /simple/invoke/\n" + NONE_FOUND,
        "The package registry cannot be reached, or does not answer.",
    ),
    "a file that does not arrive": (
        f"{CANNOT_INSTALL}HTTPSConnectionPool(host='files.registry.example', port=443): "
        "Max retries exceeded with url: /packages/invoke-3.0.3.whl\n",
        "The package registry cannot be reached, or does not answer.",
    ),
    "a retry that helped, and then a missing version": (
        NEW_CONNECTION.format(reason="[Errno 104] Connection reset by peer")
        + NOTHING_FOUND.format(versions="1.0, 2.0"),
        f"The package registry has no invoke==3.0.3 for {HERE}.",
    ),
    "an empty registry": (
        NONE_FOUND,
        "The package registry does not know invoke, or could not be asked.",
    ),
    "a registry without https": (
        "WARNING: The repository located at mirror.example is not a trusted or secure host and is "
        "being ignored. If this repository is available via HTTPS ...\n" + NONE_FOUND,
        "pip does not use the registry at mirror.example, because its address starts with http:.",
    ),
    "a certificate": (
        "WARNING: Retrying (Retry(total=1, ...)) after connection broken by 'SSLError("
        "SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
        "unable to get local issuer certificate (_ssl.c:1006)'))': /simple/invoke/\n" + NONE_FOUND,
        "This machine does not trust the package registry's certificate.",
    ),
    "a wrong password": (
        "WARNING: 401 Error, Credentials not correct for https://mirror.example/simple/invoke/\n"
        + NONE_FOUND,
        "The package registry, or a proxy before it, denies access (HTTP status 401).",
    ),
    "a forbidden file": (
        "ERROR: HTTP error 403 while getting https://mirror.example/invoke-3.0.3.whl\n"
        "ERROR: 403 Client Error: Forbidden for url: https://mirror.example/invoke-3.0.3.whl\n",
        "The package registry, or a proxy before it, denies access (HTTP status 403).",
    ),
    "hashes that differ": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have "
        "updated the package versions, please update the hashes. ...\n"
        "    invoke==3.0.3 from https://mirror.example/invoke-3.0.3.whl (from -r r.lock):\n"
        "        Expected sha256 0000\n             Got        1111\n",
        "The registry's invoke==3.0.3 is not the file that the lock names: their hashes differ.",
    ),
    "a full disk": (
        f"{CANNOT_INSTALL}[Errno 28] No space left on device\n",
        "The disk is full.",
    ),
    "a package that does not compile": (
        "  error: subprocess-exited-with-error\n  error: command 'gcc' failed: No such file\n"
        "  ERROR: Failed building wheel for lxml\nFailed to build lxml\n"
        "ERROR: Could not build wheels for lxml, which is required to install ...\n",
        f"There is no ready-made lxml for {HERE}, and making it here failed.",
    ),
    "a .venv without pip": (
        "/home/ada/site/.venv/bin/python: No module named pip\n",
        "There is no pip in .venv.",
    ),
    "a file of another user": (
        f"{CANNOT_INSTALL}[Errno 13] Permission denied: '/home/ada/site/.venv/lib/invoke'\n",
        "You may not write something in .venv.",
    ),
    "what nobody has thought of": (
        "Collecting invoke\nERROR: The moon is in the wrong quarter.\n",
        "The moon is in the wrong quarter.",
    ),
    "silence": ("", "It ended without a word."),
}


@pytest.mark.parametrize("name", LOGS)
def test_the_cause_is_named_in_one_sentence(name: str) -> None:
    log, message = LOGS[name]
    assert explain(log, HERE).message == message
