"""Why a file of the site was made anew by a build, or was not."""

from __future__ import annotations

import os
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from workbench.build import Build
from workbench.handmade import Written
from workbench.location import Site
from workbench.sources import names_below

_HERE = ("127.0.0.1", "::1", "localhost")
"""Where `serve` shows the site."""

_INDEX = "index.html"


def reasons_for(site: Site, built: Build, asked: str) -> list[str]:
    """One sentence for each file that `asked` means, where `output` has what was `built`.

    It means a page by its address, a file of the output, or what was made of a source.
    Raises `FanfareError` where there is no such thing.
    """
    written = Written.load(site)
    return [_sentence(site, built, written, name) for name in _files_meant(site, built, asked)]


def _sentence(site: Site, built: Build, written: Written, name: str) -> str:
    path = site.output / name
    shown = site.shown(str(path))
    if not written.has(name, path):
        return f"{shown} was put there by hand: no build made it, and none changes it."
    if built.unchanged:
        return f"{shown} is what it was: nothing had changed at all, so no build was made."
    if name in built.copied:
        return f"{shown} was copied from {built.copied[name]}, as in every build."
    if not built.reasons:
        return f"{shown} was made anew, because quickbuild is off."
    if name not in built.reasons:
        return f"{shown} was made anew, as in every build."
    if reason := built.reasons[name]:
        return f"{shown} was made anew, because {reason}."
    return f"{shown} was taken over as it was: nothing it is made of has changed."


def _files_meant(site: Site, built: Build, asked: str) -> list[str]:
    """The files of the output, relative to it, that `asked` means."""
    names = names_below(site.output.resolve())
    known = frozenset(names)
    address = _address(asked, built.manifest.site_url)
    # A path from the current folder, or else from that of the site.
    for place in (address, unquote(address), site.shown(os.path.abspath(asked))):  # noqa: PTH100
        if found := _at_address(place, known) or _of_file(place, built, known):
            return found
    addresses = [name.removesuffix(_INDEX) or "/" for name in names]
    files = [f"output/{name}" for name in names]
    sources = {*built.manifest.sources.values(), *built.copied.values()}
    remedy = did_you_mean(
        address,
        {"output": files, "content": sources}.get(address.partition("/")[0], addresses),
        "the address of a page, or a file in output/ or content/",
    )
    raise FanfareError(Finding("why", f"--why: no file of the site is, or is of, {asked}.", remedy))


def _address(asked: str, site_url: str) -> str:
    """The path from the root of the site that `asked` is, or has as a URL; no slashes around it."""
    url, site = urlsplit(asked), urlsplit(site_url)
    if url.scheme not in ("http", "https"):
        return asked.strip("/")
    root = f"{site.path.rstrip('/')}/"
    if url.netloc == site.netloc and f"{url.path}/".startswith(root):
        return url.path[len(root) :].strip("/")
    if url.hostname in _HERE:
        return url.path.strip("/")
    remedy = f"Its own begin with {site_url}/."
    raise FanfareError(Finding("why", f"--why: {asked} is no address of this site.", remedy))


def _at_address(place: str, known: Collection[str]) -> list[str]:
    page = f"{place}/{_INDEX}".lstrip("/")
    return [name for name in (place, page) if name in known][:1]


def _of_file(place: str, built: Build, known: Collection[str]) -> list[str]:
    """What `place`, a file or folder of the site, is in the output, or has there made of it."""
    room, _, within = place.partition("/")
    if room == "output":
        return _at_address(within.strip("/"), known)
    origins = (built.manifest.sources, built.copied)
    made = [name for origin in origins for name, source in origin.items() if source == place]
    if made:
        return sorted(made)
    # What was copied before is known by its name only.
    return [within] if room == "content" and within in known else []
