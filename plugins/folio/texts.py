"""What templates show of one article or page, made when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from fanfare import later
from fanfare.later import Maker
from fanfare.memory import Json, Memory, digest_of
from fanfare.pictures import linked_file
from fanfare.reading import Heading, Reading, read_with_text, shortened
from fanfare.schema_org import script_data
from fanfare.watching import Given, Made
from folio import images, structured_data
from folio.images import Picture
from folio.neighbours import Neighbours
from folio.site_context import Settings
from folio.structured_data import Publisher, Text, trail
from folio.typography import smarten

if TYPE_CHECKING:
    from markupsafe import Markup
    from pelican.contents import Content

DESCRIPTION_LENGTH = 155
"""How much of a text stands for a summary where its author wrote none."""

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)
_IN_BRACES = re.compile(r"\{[^}]*\}")
_IMAGE_SIZES = "(min-width: 44rem) 40rem, 92vw"

READING = "folio.reading.2"
"""Under which kind it is remembered what `reading_as_json` makes of the HTML of a text."""

_Body: TypeAlias = tuple[Made[str], str, str]
"""The HTML of a text, its digest if that is known without the HTML, and the text's file."""

_Remembered: TypeAlias = tuple[int, int, list[tuple[int, str, str]], str]


def _always(value: object) -> Maker:
    return lambda _text: value


_OF_MOST = {"standfirst": _always(""), "is_dated": _always(True), "lead_image": _always(None)}
"""What is set where it is otherwise."""

_OF_MOST_ARTICLES = {
    "neighbours": _always(Neighbours(None, None, ())),
    "newer": lambda article: article.neighbours.newer,
    "older": lambda article: article.neighbours.older,
    "related": lambda article: article.neighbours.related,
    "part": _always(None),
    "without_page": _always(()),
    "json_ld": _always(""),
}


class Completion:
    """Gives the texts of one build the attributes that `folio.__init__` lists.

    Each of `article`, `unlisted_article`, `page` and `entry` is for one kind of text, and is called
    once for each while its HTML is what its description is to be made of.
    """

    def __init__(
        self,
        settings: Settings,
        memory: Memory,
        publisher: Publisher,
        preview_image: Picture | None,
        base_of: Callable[[Content], str],
    ) -> None:
        """`base_of` says what leads from the page of a text to the site's root."""
        self._settings = settings
        self._base_of = base_of
        self._memory = memory
        self._publisher = Given("folio.publisher", publisher)
        self._site_image = Given("folio.preview_image", preview_image)
        self._bodies: dict[Content, _Body] = {}
        shown = {
            **_OF_MOST,
            "reading": self._reading,
            "contents": self._contents,
            "description": self._description,
            "is_scheduled": _is_scheduled,
            "direction": _direction,
            "preview_image": self._preview_image,
        }
        self._of_unlisted = {**shown, **_OF_MOST_ARTICLES}
        self._of_articles = {**self._of_unlisted, "json_ld": self._article_data}
        self._of_pages = {**shown, "json_ld": self._page_data}
        self._of_entries = {
            "description": self._beginning,
            "is_dated": _always(True),
            "is_scheduled": lambda entry: entry.status == "draft",
        }
        self._of_pictured = {"lead_image": self._lead_image}

    def article(self, article: Content) -> None:
        """For a published article."""
        self._complete(article, self._of_articles)

    def unlisted_article(self, article: Content) -> None:
        """For a draft or a hidden article."""
        self._complete(article, self._of_unlisted)

    def page(self, page: Content) -> None:
        """For a page of any status."""
        self._complete(page, self._of_pages)

    def entry(self, article: Content) -> None:
        """For an article that only stands in lists: it has no page of its own."""
        self._begin(article, self._of_entries)

    def _begin(self, text: Content, makers: Mapping[str, Maker]) -> dict[str, object]:
        """Offer what `makers` make; returns what the head says."""
        later.offer(text, makers)
        # Much is asked of many texts here: their own dictionary answers soonest.
        own = vars(text)
        is_as_read = "_content" not in later.altered(text)
        digest = own.get("body_digest", "") if is_as_read else ""
        self._bodies[text] = later.body(text), digest, own["source_path"] or ""
        metadata: dict[str, object] = own["metadata"]
        title = smarten(_said(metadata, "title"))
        if title != own.get("title"):
            text.title = title
        return metadata

    def _complete(self, text: Content, makers: Mapping[str, Maker]) -> None:
        metadata = self._begin(text, makers)
        if "summary" in metadata and (summary := smarten(_said(metadata, "summary"))):
            text.standfirst = summary
            # Pelican's feeds, and other themes, take a summary for HTML.
            metadata["summary"] = escape(summary, quote=False)
        if "description" in metadata and (said := smarten(_said(metadata, "description"))):
            text.description = said
        if "date" not in metadata:
            text.is_dated = False
        if "image" in metadata:
            later.offer(text, self._of_pictured)
        later.change(text, partial(self._with_sizes, text))

    def _reading(self, text: Content) -> Reading:
        words, minutes, headings, _beginning = self._remembered(text)
        return Reading(words, minutes, tuple(Heading(*heading) for heading in headings))

    def _description(self, text: Content) -> str:
        """Of a text that has none of its author."""
        return text.standfirst or self._beginning(text)

    def _beginning(self, text: Content) -> str:
        return self._remembered(text)[-1]

    def _remembered(self, text: Content) -> _Remembered:
        """What `reading_as_json` makes of the HTML of `text`; from memory, of what was met."""
        html, known, file = self._bodies[text]
        is_of_guests = bool(getattr(text, "guests", ()))  # whose texts were cleaned
        digest = text.body_digest if known and not is_of_guests else digest_of(html.value)
        found = self._memory.recall(READING, file, digest, lambda: reading_as_json(html.value))
        return cast("_Remembered", found)

    def _contents(self, text: Content) -> tuple[Heading, ...]:
        """The headings of a text that is long enough for a table of contents; else none."""
        reading = text.reading
        is_long = reading.words >= self._settings.get("CONTENTS_FROM_WORDS", 700)
        return reading.headings if is_long and len(reading.headings) > 2 else ()

    def _lead_image(self, text: Content) -> Picture | None:
        head = text.metadata
        return find_picture(text, self._settings, _said(head, "image"), _said(head, "image_alt"))

    def _preview_image(self, text: Content) -> object:
        card = getattr(text, "social_card", None)
        return card or text.lead_image or self._site_image.value

    def _with_sizes(self, text: Content, html: str) -> str:
        if "<img" not in html:
            return html
        return images.with_sizes(
            html,
            lambda source: find_picture(text, self._settings, source),
            self._base_of(text),
            _IMAGE_SIZES,
            eager=text.lead_image is None,
        )

    def _article_data(self, article: Content) -> Markup:
        return posting_data(article, self._publisher.value)

    def _page_data(self, page: Content) -> Markup:
        """schema.org data of the way to a page."""
        return script_data(trail(self._publisher.value, (page.title, page.url)))


def has_page_here(settings: Settings) -> Callable[[Content], bool]:
    """Tells whether an article has a page on this site; others only stand in lists."""
    # Pelican puts the name of a file together at every mention, of everything it knows of a text.
    is_certain = {
        is_draft: all(
            _IN_BRACES.sub("", str(settings[f"{kind}_{name}"]))
            for name in ("SAVE_AS", "LANG_SAVE_AS")
        )
        for is_draft, kind in ((True, "DRAFT"), (False, "ARTICLE"))
    }

    def stands_here(article: Content) -> bool:
        known = vars(article)
        if "override_save_as" in known:
            return bool(known["override_save_as"])
        if is_certain[False] and (is_certain[True] or article.status != "draft"):
            return True
        return bool(article.save_as)

    return stands_here


def find_picture(
    content: Content, settings: Settings, source: str, alt: str = ""
) -> Picture | None:
    """The picture behind `{static}/images/x.png` as written in `content`."""
    linked = linked_file(content, settings, source)
    if linked is None:
        return None
    found = images.picture(Path(settings["PATH"], linked.path), linked.url, alt)
    if found and linked.kind != "static":
        # {attach} moves the file beside the page, the smaller copies stay where they are
        return Picture(found.url, found.width, found.height, alt)
    return found


def posting_data(article: Content, publisher: Publisher) -> Markup:
    """schema.org data of an article, its author and the way to it."""
    address, part, picture = publisher.address, article.part, article.preview_image
    category, title, url = article.category, article.title, article.url
    text = Text(
        address=f"{address}/{url}",
        title=title,
        description=article.description,
        published=article.date,
        modified=getattr(article, "modified", None),
        language=article.lang,
        words=article.reading.words,
        section=category.name,
        keywords=tuple(tag.name for tag in getattr(article, "tags", ())),
        image=f"{address}/{picture.url}" if picture else "",
        authors=tuple((author.name, f"{address}/{author.url}") for author in article.authors),
        series=(part.series.name, f"{address}/{part.series.url}") if part else None,
    )
    # Other plugins know more of its authors, its original, ...
    known_besides = getattr(article, "schema_org", {})
    return script_data(
        {**structured_data.posting(text, publisher), **known_besides},
        publisher.person(),
        trail(publisher, (category.name, category.url), (title, url)),
    )


def _is_scheduled(text: Content) -> bool:
    return text.status == "draft" and _said(text.metadata, "status").lower() != "draft"


def _direction(text: Content) -> str:
    return "rtl" if text.lang.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def reading_as_json(html: str) -> Json:
    """The words, minutes and headings of `html`, and how it begins: all at the cost of one."""
    reading, text = read_with_text(html)
    headings: list[Json] = [[one.level, one.id, one.text] for one in reading.headings]
    return [reading.words, reading.minutes, headings, shortened(text, DESCRIPTION_LENGTH)]


def _said(metadata: Mapping[str, object], key: str) -> str:
    """What the head says under `key`, on one line or several."""
    value = metadata.get(key, "")
    return " ".join(value) if isinstance(value, list) else str(value)
