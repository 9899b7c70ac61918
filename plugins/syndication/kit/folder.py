"""The folder of a kit, written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import exchange_folder, recover_folder
from fanfare.findings import Finding
from syndication.kit.kit import Kit
from syndication.kit.page import OWN, page

INDEX = "index.html"
_OWN_FILES = re.compile(rf'<meta name="{OWN}" content="([^"]*)">')
_HEAD = 20_000
"""How much of a page is read to see whether it is that of a kit."""


def files_of(kit: Kit) -> dict[str, bytes]:
    """Every file of `kit` by its name."""
    title, language = escape(kit.entry.title), escape(kit.entry.language)
    article = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<body>{kit.html}</body></html>\n"
    )
    files = {
        **({kit.cover.name: kit.cover.upload.raw} if kit.cover else {}),
        **{name: upload.raw for name, upload in kit.pictures.items()},
        "article.html": article.encode(),
        "post.txt": f"{kit.post}\n".encode(),
    }
    return {INDEX: page(kit, (INDEX, *files)).encode(), **files}


def check_place(folder: Path, shown_as: str) -> None:
    """Raise `FanfareError`, naming `folder` as `shown_as`, unless a kit may be written there.

    It may where there is nothing, or a kit and nothing else: what somebody put beside it is theirs.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise _taken(f"{shown_as} is a file.")
    present = {path.name for path in folder.iterdir()}
    foreign = sorted(present - _own_files(folder / INDEX))
    if present and foreign == sorted(present):
        raise _taken(f"{shown_as} is there, and is no kit.")
    if foreign:
        raise _taken(f"{shown_as} has a file that is none of its kit: {foreign[0]}.")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` in the place of `folder` and all that is in it."""
    recover_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        for name, raw in files.items():
            (unfinished / name).write_bytes(raw)
        exchange_folder(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _own_files(index: Path) -> set[str]:
    """The files of the kit with the page `index`; none where it is no page of a kit."""
    try:
        with index.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return set()
    found = _OWN_FILES.search(head)
    return set(unescape(found[1]).split("/")) if found else set()


def _taken(message: str) -> FanfareError:
    remedy = "Say another folder with --to, or move what is there."
    return FanfareError(Finding("folder", message, remedy))
