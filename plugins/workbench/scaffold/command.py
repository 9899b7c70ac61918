"""What happens between `invoke new ...` and its last line: questions, files, the editor."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench import terminal
from workbench.location import Site
from workbench.scaffold import new_site
from workbench.scaffold.entries import Surroundings, plan_entry, write
from workbench.scaffold.history import history
from workbench.scaffold.kinds import (
    SITE_EXAMPLE,
    Details,
    Kind,
    kind_named,
    missing,
    option,
    refuse_unread,
)
from workbench.scaffold.new_site import Replacement
from workbench.scaffold.shelf import EMPTY, read_shelf
from workbench.sources import slug_from

if TYPE_CHECKING:
    from workbench.scaffold.manuscript.record import Manuscript

_QUESTIONS = {
    "title": "What is it called?",
    "author": "Who is the guest?",
    "host": "On which partner's site?",
    "url": "At which address (https://...)?",
}


def make_entry(site: Site, kind: Kind, title: str, details: Details, *, edit: bool) -> None:
    """Make the files of a new entry, say so, and open it where `edit` is set.

    In a terminal, asks for what is missing. Raises `FanfareError` where it cannot be made.
    """
    refuse_unread(kind, details)
    _refuse_file_as_title(kind, title, details)
    manuscript = None
    if details.from_:
        from workbench.scaffold.manuscript.file import read_manuscript

        manuscript = read_manuscript(Path(details.from_), title)
        title, details = manuscript.title, _completed(details, manuscript)
    if terminal.can_ask():
        title, details = _ask_for_missing(kind, title, details)
    plan = plan_entry(kind, title, details, read_shelf(site), surroundings(site), manuscript)
    write(site, plan)
    for new in plan.before:
        console.say(f"Made {new.path}")
    for image in plan.images:
        console.say(f"Made {image.path}" + (f", which is {image.called}" if image.called else ""))
    console.say(f"Made {plan.entry.path}")
    for note in plan.notes:
        console.say(note)
    if edit:
        console.show(terminal.open_in_editor(site.root / plan.entry.path, os.environ))
    drafts = "drafts/pages" if kind.room == "pages" else "drafts"
    console.say(kind.then.format(where=f"/{drafts}/{PurePosixPath(plan.entry.path).stem}/"))


def make_site(site: Site, name: str, details: Details, *, yes: bool, force: bool) -> None:
    """Put an empty site in the place of the demo, after asking, and say what comes next.

    Raises `FanfareError` where something is wrong, or git could not bring back what would go.
    """
    name, details = _complete_site(name, details)
    who = new_site.identity(name, details.url, details.author)
    post = kind_named("post")
    around = surroundings(site)
    draft = plan_entry(post, "Why I write here", Details(), EMPTY, around).entry
    kept = history(site.root, "content", site.shown(site.writing_settings))
    replacement = new_site.plan_site(site, who, draft, kept, around.now.year)
    if replacement.at_risk and not (yes and force):
        raise FanfareError.of(_refusals(replacement, in_git=kept is not None))
    if replacement.old and not _may_delete(replacement, yes=yes):
        console.say("Nothing was changed.")
        return
    try:
        new_site.replace_demo(site, replacement)
    except KeyboardInterrupt:
        console.complain("Stopped half-way. Run the same again to finish.")
        raise
    console.say(f"{who.name} is yours: {console.counted(len(replacement.new), 'file')} written.")
    console.say("Next:")
    for step in (
        "pelicanconf.py: POSITIONING, SOCIAL, NEWSLETTER, TIMEZONE",
        "content/pages/: seven short pages to fill in",
        f"{draft.path}: your first post, a draft",
        "`invoke goals.new`: how many readers you want, and by when (docs/milestones.md)",
        "`invoke serve` shows the site while you write",
        "`git add --all` and `git commit` keep this beginning",
    ):
        console.say(f"  {step}")


def surroundings(site: Site) -> Surroundings:
    """What `site` and this moment give to a new entry."""
    from workbench.loading import conventions_of, load_settings

    settings = load_settings(site, site.writing_settings).settings
    return Surroundings(
        datetime.now(ZoneInfo(settings["TIMEZONE"])),
        str(settings["DEFAULT_CATEGORY"]),
        conventions_of(settings).own_addresses,
        slug_from,
    )


def _completed(details: Details, manuscript: Manuscript) -> Details:
    """What the author says, and where that is nothing, what the guest's file says."""
    said = {
        name: getattr(details, name) or getattr(manuscript, name)
        for name in ("date", "category", "tags")
    }
    named = manuscript.author and f"{manuscript.author};"  # by which "Holm, Mira" is one
    return replace(details, **said, author=details.author or named, from_="")


def _refuse_file_as_title(kind: Kind, title: str, details: Details) -> None:
    """Raise `FanfareError` where the title of what can be made of a file is the name of one."""
    if "from_" not in kind.takes or details.from_ or not Path(title).suffix:
        return
    with contextlib.suppress(OSError):  # too long for a name
        if Path(title).is_file():
            named = f'"{title}"' if " " in title else title
            raise FanfareError(
                Finding("from", f'"{title}" is a file.', f"Did you mean --from {named}?")
            )


def _ask_for_missing(kind: Kind, title: str, details: Details) -> tuple[str, Details]:
    for name in missing(kind, title, details):
        answer = terminal.ask(_QUESTIONS[name])
        if name == "title":
            title = answer
        else:
            details = replace(details, **{name: answer})
    return title, details


def _complete_site(name: str, details: Details) -> tuple[str, Details]:
    """The name and the details of a new site; what is missing is asked for in a terminal."""
    unread = [name for name in details.given() if name not in ("url", "author")]
    if unread:
        raise FanfareError(
            Finding(
                "option", f"A site has no {option(unread[0])}.", "It takes --name, --url, --author."
            )
        )
    if terminal.can_ask():
        name = name or terminal.ask("What is the site called?")
        url = details.url or terminal.ask("Where will it live (https://...)?")
        author = details.author or terminal.ask("Who is its author?")
        details = replace(details, url=url, author=author)
    if not name.strip() or not details.url.strip():
        raise FanfareError(
            Finding("site", "A site needs --name and --url.", f"For example: {SITE_EXAMPLE}")
        )
    return name, details


def _refusals(replacement: Replacement, *, in_git: bool) -> list[Finding]:
    """Why nothing is deleted: each file that git could not bring back."""
    if not in_git:
        return [
            Finding(
                "not-in-git",
                "This folder is not in git, so nothing could bring its files back.",
                "Run git init and commit first; or add --yes --force.",
            )
        ]
    return [
        Finding(
            "not-in-git",
            "It has changes that git does not have, so it is not replaced.",
            "Commit it, move it away or restore it; or add --yes --force.",
            source=path,
        )
        for path in replacement.at_risk
    ]


def _may_delete(replacement: Replacement, *, yes: bool) -> bool:
    """List the files that go, and ask; raises `FanfareError` where nobody can be asked."""
    for path in replacement.old:
        console.say(f"  {path}")
    files = console.counted(len(replacement.old), "file")
    if yes:
        return True
    if not terminal.can_ask():
        raise FanfareError(
            Finding("not-asked", f"{files} would be deleted.", "Add --yes to do it unasked.")
        )
    return terminal.confirm(f"Delete these {files}?")
