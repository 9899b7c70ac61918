"""Signals in, attributes, context and files out. The only module here that imports Pelican."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import sanitised_join

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.every_text import every_article, every_page
from fanfare.findings import Finding, Severity, warn
from fanfare.front_matter import MARKDOWN_SUFFIXES
from fanfare.pictures import own_picture
from fanfare.settings import check_values
from social_cards import SETTINGS
from social_cards.cards import Card
from social_cards.coverage import coverage
from social_cards.pictures import SocialCard
from social_cards.scripts import can_be_set
from social_cards.setting_checks import check_store
from social_cards.site_picture import site_picture
from social_cards.studio import Studio
from social_cards.texts import (
    address_of,
    alt_of,
    another_file,
    authors_of,
    card_of,
    file_of,
    site_alt,
    site_card,
    title_of,
)

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator, PagesGenerator
    from pelican.writers import Writer

TEMPLATES = Path(__file__).parent / "templates"

DESK = "SOCIAL_CARDS_DESK"
"""Where the context, which all generators share, holds the cards of this build."""

DEFAULTS: Mapping[str, object] = {
    "SOCIAL_CARDS": True,
    "SOCIAL_CARD_SAVE_AS": "cards/{path}.png",
    "SOCIAL_CARD_READING_TIME": "{minutes} min read",
    "SOCIAL_CARD_COLOURS": {},
    "SOCIAL_CARDS_FONTS": [],
}

_NAMED_CHARACTERS = 5


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.generator_init.connect(_offer_templates)
    signals.article_generator_init.connect(_open)
    signals.article_generator_finalized.connect(_receive_articles)
    signals.page_generator_finalized.connect(_receive_pages)
    signals.all_generators_finalized.connect(_check_files)
    signals.all_generators_finalized.connect(_warn_of_letters)
    # Whichever comes first: then Pelican is writing, and not only reading.
    signals.feed_generated.connect(_begin_with_feeds)
    signals.article_generator_write_article.connect(_begin_with_articles)
    signals.article_writer_finalized.connect(_write)


@dataclass
class Desk:
    """The cards of one build."""

    studio: Studio
    texts: list[tuple[Content, SocialCard]] = field(default_factory=list)
    site: SocialCard | None = None
    """None where the author made one, or where a page at the root has one."""

    begun: bool = False

    files: set[str] = field(default_factory=set)
    """Those of all cards; disks may take upper case for lower case."""

    @property
    def cards(self) -> Iterator[SocialCard]:
        """All of them."""
        return chain((card for _, card in self.texts), filter(None, [self.site]))

    def begin(self) -> None:
        """Let other processes draw, if nobody has yet."""
        if not self.begun:
            self.begun = True
            self.studio.begin(card.card for card in self.cards)


def _complete_settings(pelican: Pelican) -> None:
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    settings.setdefault("SOCIAL_CARDS_STORE", str(Path(settings["CACHE_PATH"], "cards").resolve()))
    check_values(SETTINGS, settings)  # where Pelican runs without Fanfare's tasks, nobody else does
    check_store(_store(settings), _root(settings), settings)
    for font in _fonts(settings):
        _check_font(font)


def _fonts(settings: Mapping[str, Any]) -> list[Path]:
    return [_root(settings) / name for name in settings["SOCIAL_CARDS_FONTS"]]


def _store(settings: Mapping[str, Any]) -> Path:
    return Path(_root(settings), settings["SOCIAL_CARDS_STORE"])


def _root(settings: Mapping[str, Any]) -> Path:
    """The folder that the author's files are told from: that with `content/`."""
    return Path(settings["PATH"]).resolve().parent


def _check_font(font: Path) -> None:
    try:
        coverage(font.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f'SOCIAL_CARDS_FONTS: "{font.name}" cannot be used: {reason}.'
        remedy = "Name TrueType or OpenType files, relative to the folder that has content/."
        raise FanfareError(Finding("setting", message, remedy, source="pelicanconf.py")) from None


def _offer_templates(generator: Generator) -> None:
    """Let themes include the plugin's templates; what the author or the theme has goes before."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def _open(generator: ArticlesGenerator) -> None:
    settings, context = generator.settings, generator.context
    own = site_picture(settings)
    context |= {"social_card": own, "social_cards_drawn": 0}
    context.setdefault("site_address", settings["SITEURL"])
    if not settings["SOCIAL_CARDS"]:
        return
    store = _store(settings)
    desk = Desk(Studio(store, _fonts(settings), os.cpu_count() or 1, _complain_of(store)))
    context[DESK] = desk
    if own is None:
        pattern = settings["SOCIAL_CARD_SAVE_AS"]
        context["social_card"] = desk.site = _card(
            desk, file_of("", pattern), lambda: site_card(settings), lambda: site_alt(settings)
        )


def _complain_of(store: Path) -> Callable[[OSError], None]:
    def complain(error: OSError) -> None:
        message = f"{store} cannot hold the social cards: {error.strerror}."
        remedy = "Name another folder in SOCIAL_CARDS_STORE, or each build draws them all."
        warn(Finding("card-store", message, remedy, Severity.WARNING, "pelicanconf.py"))

    return complain


def _card(desk: Desk, file: str, card: Callable[[], Card], alt: Callable[[], str]) -> SocialCard:
    return SocialCard(address_of(file), file, desk.studio, card, alt)


def _receive_articles(generator: ArticlesGenerator) -> None:
    _receive(every_article(generator), generator)


def _receive_pages(generator: PagesGenerator) -> None:
    _receive(every_page(generator), generator)


def _receive(texts: Iterable[Content], generator: Generator) -> None:
    settings, context = generator.settings, generator.context
    desk: Desk | None = context.get(DESK)
    for text in texts:
        text.social_card = own_picture(text, settings)
        if text.social_card or desk is None or not text.save_as:
            continue
        card = text.social_card = _text_card(text, desk, settings)
        desk.texts.append((text, card))
        if desk.site and card.file == desk.site.file and not text.url.strip("./"):
            context["social_card"], desk.site = card, None


def _text_card(text: Content, desk: Desk, settings: Mapping[str, Any]) -> SocialCard:
    file = file_of(text.url, settings["SOCIAL_CARD_SAVE_AS"])
    is_taken = file.casefold() in desk.files
    if is_taken or (desk.site and file == desk.site.file and text.url.strip("./")):
        file = another_file(file, text.url)
    desk.files.add(file.casefold())
    return _card(desk, file, lambda: card_of(text, settings), lambda: alt_of(text, settings))


def _check_files(generators: Sequence[Generator]) -> None:
    """Once it is known what else is written. A card never takes the place of another file."""
    context, pattern = generators[0].context, generators[0].settings["SOCIAL_CARD_SAVE_AS"]
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    contents = chain(context["generated_content"].values(), context["static_content"].values())
    taken = {one.save_as.casefold() for one in contents if one.save_as}
    for card in desk.cards:
        file = PurePosixPath(card.file.casefold())
        if not taken.isdisjoint(map(str, [file, *file.parents])):
            raise _taken(card, pattern)


def _taken(card: SocialCard, pattern: str) -> FanfareError:
    message = f'SOCIAL_CARD_SAVE_AS: "{pattern}" puts a card where another file of the site is'
    remedy = 'Write one with a folder of its own, such as "cards/{path}.png".'
    return FanfareError(
        Finding("setting", f"{message} ({card.file}).", remedy, source="pelicanconf.py")
    )


def _warn_of_letters(generators: Sequence[Generator]) -> None:
    """Once titles are what they will be."""
    context, settings = generators[0].context, generators[0].settings
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    family = desk.studio.families[0]
    for text, _card_of_it in desk.texts:
        written = " ".join([title_of(text, settings), *authors_of(text)])
        if missing := family.missing(written):
            warn(_finding_of(missing, *_place(text, settings)))
    written = f"{settings['SITENAME']} {desk.site.card.title if desk.site else ''}"
    if missing := family.missing(written):
        warn(_finding_of(missing, "pelicanconf.py", 0))


def _finding_of(missing: Sequence[str], source: str, line: int) -> Finding:
    named = ", ".join(
        f"{one} ({' '.join(f'U+{ord(char):04X}' for char in one)})"
        for one in missing[:_NAMED_CHARACTERS]
    )
    more = " and others" if len(missing) > _NAMED_CHARACTERS else ""
    message = f"Its social card cannot show {named}{more}."
    remedy = "Give it a picture of its own with a line Image: {static}/images/..."
    if all(can_be_set(char) for one in missing for char in one):
        remedy += ", or name a font that has them in SOCIAL_CARDS_FONTS."
    return Finding("card-letters", message, remedy, Severity.WARNING, source, line)


def _place(text: Content, settings: Mapping[str, Any]) -> tuple[str, int]:
    """The author's file, and the line of its title."""
    path = Path(text.source_path)
    shown = f"{Path(settings['PATH']).name}/{text.relative_source_path}"
    if path.suffix not in MARKDOWN_SUFFIXES:
        return shown, 0
    return shown, front_matter.read(path, shown)[0].line("title")


def _begin_with_feeds(context: Mapping[str, Any], feed: object) -> None:
    _begin(context)


def _begin_with_articles(generator: ArticlesGenerator, content: Content) -> None:
    _begin(generator.context)


def _begin(context: Mapping[str, Any]) -> None:
    desk: Desk | None = context.get(DESK)
    if desk:
        desk.begin()


def _write(generator: ArticlesGenerator, writer: Writer) -> None:
    context, settings = generator.context, generator.settings
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    desk.begin()
    for card in desk.cards:
        path = Path(sanitised_join(settings["OUTPUT_PATH"], card.file))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise _taken(card, settings["SOCIAL_CARD_SAVE_AS"]) from None
        made = card.read()
        if not path.is_file() or path.read_bytes() != made:
            path.write_bytes(made)
    desk.studio.store.sweep({desk.studio.key(card.card) for card in desk.cards})
    context["social_cards_drawn"] = desk.studio.drawn
