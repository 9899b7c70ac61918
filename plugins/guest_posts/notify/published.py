"""The posts of the published site, and which of them are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import PurePosixPath
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fanfare import front_matter
from fanfare.console import Progress, counted
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import FrontMatter, written_date
from guest_posts.notify.plan import Post
from guest_posts.notify.post_text import read_post_text
from workbench.location import Site
from workbench.manifest import Manifest

_NOT_FOR_ALL = ("draft", "hidden", "skip")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which posts to look at: one by its slug, or everything, or what is no older than `days`."""

    days: int = 30
    slug: str = ""
    everything: bool = False

    def __str__(self) -> str:
        if self.slug:
            return f'the post "{self.slug}"'
        return "all posts" if self.everything else f"the last {counted(self.days, 'day')}"


@dataclass(frozen=True, slots=True)
class _Page:
    """The page of one post."""

    path: PurePosixPath
    """Relative to the output folder."""

    file: str
    head: FrontMatter

    @property
    def names(self) -> tuple[str, str]:
        """The last part of its address, and what its file is called."""
        path = self.path
        slug = path.parent.name if path.name == "index.html" else path.stem
        return slug, PurePosixPath(self.file).stem


def load_manifest(site: Site) -> Manifest:
    """What the published site was made from. Raises `FanfareError` unless it was published."""
    manifest = Manifest.load(site.manifest)
    if manifest is None or not manifest.production or not site.output.is_dir():
        raise FanfareError(
            Finding(
                "not-published",
                "There is no published site in output/ to read the posts from.",
                "Run `invoke publish` or `invoke deploy` first.",
            )
        )
    return manifest


def read_posts(
    site: Site, manifest: Manifest, choice: Choice, now: datetime, progress: Progress
) -> tuple[list[Post], list[Finding]]:
    """The chosen posts as they were published, and warnings of those whose file is gone.

    Raises `FanfareError` where no post has the chosen slug, or the site is being rebuilt.
    """
    pages, findings = _pages(site, manifest)
    chosen = list(_chosen(pages, choice, now, ZoneInfo(manifest.time_zone)))
    progress.step("Reading posts", len(chosen))
    posts = []
    for page in chosen:
        address = _address(manifest.site_url, page.path)
        try:
            html = (site.output / page.path).read_text("utf-8", errors="replace")
        except FileNotFoundError:
            raise FanfareError(
                Finding("changed", "The site was rebuilt while it was read.", "Do it again.")
            ) from None
        posts.append(Post(address, page.file, read_post_text(html, address, manifest.site_url)))
        progress.advance()
    return posts, findings


def _pages(site: Site, manifest: Manifest) -> tuple[list[_Page], list[Finding]]:
    pages, findings = [], []
    room = site.shown(site.content / "posts") + "/"
    for path, file in sorted(manifest.sources.items()):
        if not file.startswith(room):
            continue
        try:
            head, _ = front_matter.read(site.root / file, file)
        except FileNotFoundError:
            message = "This post was published, and is not there any more."
            remedy = "Publish again: `invoke publish`."
            findings.append(Finding("changed", message, remedy, Severity.WARNING, file))
            continue
        if (head.get("status") or "").lower() not in _NOT_FOR_ALL:
            pages.append(_Page(PurePosixPath(path), file, head))
    return pages, findings


def _chosen(pages: list[_Page], choice: Choice, now: datetime, zone: tzinfo) -> Iterator[_Page]:
    if choice.slug:
        named = [page for page in pages if choice.slug in page.names]
        if not named:
            known = [name for page in pages for name in page.names]
            remedy = did_you_mean(choice.slug, known, "the last part of the address of one")
            message = f'No published post is called "{choice.slug}".'
            raise FanfareError(Finding("post", message, remedy))
        yield from named
        return
    today = now.astimezone(zone).date()
    for page in pages:
        latest = max(_dates(page.head, zone), default=date.min)
        if choice.everything or (today - latest).days <= choice.days:
            yield page


def _dates(head: FrontMatter, zone: tzinfo) -> Iterator[date]:
    """The days the post was written and revised, in the time zone of the site."""
    for key in ("date", "modified"):
        written = written_date(head.get(key) or "")
        if written:
            yield (written.astimezone(zone) if written.tzinfo else written).date()


def _address(site_url: str, page: PurePosixPath) -> str:
    """The address of a built page; a folder's for its `index.html`."""
    path = page.as_posix()
    asked = path.removesuffix("index.html") if page.name == "index.html" else path
    return f"{site_url.rstrip('/')}/{quote(asked)}"
