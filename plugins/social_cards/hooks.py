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

from fanfare.errors import FanfareError
from fanfare.every_text import every_article, every_page
from fanfare.findings import Finding, Severity, warn
from fanfare.later import Maker, offer
from fanfare.memory import Memory
from fanfare.outputs import OUTPUTS, write_output
from fanfare.pictures import own_picture
from fanfare.settings import check_values
from fanfare.watching import Given
from social_cards import SETTINGS, letters, portraits
from social_cards.coverage import coverage
from social_cards.pictures import SocialCard
from social_cards.setting_checks import check_store
from social_cards.site_picture import site_picture
from social_cards.studio import Studio
from social_cards.texts import (
    OfSite,
    another_file,
    file_of,
    photos_of,
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


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.generator_init.connect(_offer_templates)
    signals.article_generator_init.connect(_open)
    signals.article_generator_finalized.connect(_receive_articles)
    signals.page_generator_finalized.connect(_receive_pages)
    signals.all_generators_finalized.connect(_check_files)
    signals.all_generators_finalized.connect(_warn_of_letters)
    signals.all_generators_finalized.connect(_find_broken_photos)
    signals.feed_generated.connect(_begin_with_feeds)
    signals.article_writer_finalized.connect(_write)


@dataclass
class Desk:
    """The cards of one build."""

    studio: Studio
    texts: dict[int, tuple[Content, SocialCard]] = field(default_factory=dict)
    """With their cards, by their `id()`."""

    site: SocialCard | None = None
    """None where the author made one, or where a page at the root has one."""

    begun: bool = False

    files: set[str] = field(default_factory=set)
    """Those of all cards; disks may take upper case for lower case."""

    moved: Given[dict[str, str]] = field(default_factory=lambda: Given("social_cards.moved", {}))
    """The files of cards whose usual ones other cards have, by the addresses of their pages."""

    pages: dict[int, str] = field(default_factory=dict)
    """Those of texts, by their `id()`, in lower case; empty for those without a page."""

    @property
    def cards(self) -> Iterator[SocialCard]:
        """All of them."""
        return chain((card for _, card in self.texts.values()), filter(None, [self.site]))

    def card_of(self, text: Content) -> SocialCard:
        """The card of `text`."""
        _ = text.url, self.moved.value  # on which its address depends
        return self.texts[id(text)][1]

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
    context["social_card"] = own
    context.setdefault("site_address", settings["SITEURL"])
    if not settings["SOCIAL_CARDS"]:
        return
    store = _store(settings)
    desk = Desk(Studio(store, _fonts(settings), os.cpu_count() or 1, _complain_of(store)))
    context[DESK] = desk
    signals.article_generator_write_article.connect(_begin_with_articles)
    if own is None:
        pattern = settings["SOCIAL_CARD_SAVE_AS"]
        desk.site = SocialCard(file_of("", pattern), desk.studio, OfSite(settings), None)
        context["social_card"] = desk.site


def _complain_of(store: Path) -> Callable[[OSError], None]:
    def complain(error: OSError) -> None:
        message = f"{store} cannot hold the social cards: {error.strerror}."
        remedy = "Name another folder in SOCIAL_CARDS_STORE, or each build draws them all."
        warn(Finding("card-store", message, remedy, Severity.WARNING, "pelicanconf.py"))

    return complain


def _receive_articles(generator: ArticlesGenerator) -> None:
    _receive(every_article(generator), generator)


def _receive_pages(generator: PagesGenerator) -> None:
    _receive(every_page(generator), generator)


def _receive(texts: Iterable[Content], generator: Generator) -> None:
    settings, context = generator.settings, generator.context
    desk: Desk | None = context.get(DESK)
    says = OfSite(settings)
    offered: dict[str, Maker] = {"on_social_card": says.card}
    if desk:
        offered["social_card"] = desk.card_of
    for text in texts:
        own = own_picture(text, settings) if "image" in text.metadata else None
        if desk is None:
            text.social_card = own
            continue
        save_as = text.save_as
        desk.pages[id(text)] = save_as.casefold()
        if own or not save_as:
            text.social_card = own
            continue
        url = text.url
        usual = file_of(url, settings["SOCIAL_CARD_SAVE_AS"])
        file = _free_file(usual, url, desk)
        card = SocialCard(file, desk.studio, says, text)
        desk.texts[id(text)] = text, card
        offer(text, offered)
        if file != usual:
            desk.moved.unnoted()[url] = file
        if desk.site and card.file == desk.site.file:
            context["social_card"], desk.site = card, None


def _free_file(file: str, url: str, desk: Desk) -> str:
    """The file of the card of the page at `url`: `file`, unless it is that of another card."""
    name = file.casefold()
    if name in desk.files or (desk.site and file == desk.site.file and url.strip("./")):
        file = another_file(file, url)
        name = file.casefold()
    desk.files.add(name)
    return file


def _check_files(generators: Sequence[Generator]) -> None:
    """Once it is known what else is written. A card never takes the place of another file."""
    context, pattern = generators[0].context, generators[0].settings["SOCIAL_CARD_SAVE_AS"]
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    contents = chain(context["generated_content"].values(), context["static_content"].values())
    taken = {name for name in desk.pages.values() if name}
    others = (one for one in contents if id(one) not in desk.pages)
    taken |= {save_as.casefold() for one in others if (save_as := one.save_as)}
    folders: dict[str, str] = {}
    for card in desk.cards:
        folder, _, name = card.file.casefold().rpartition("/")
        if folder not in folders:  # most cards are in few folders
            path = PurePosixPath(folder)
            if not taken.isdisjoint(map(str, [path, *path.parents])):
                raise _taken(card, pattern)
            folders[folder] = f"{path}/" if folder else ""
        if folders[folder] + name in taken:
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
    memory = context.get("MEMORY") or Memory(None)
    texts = (text for text, _card in desk.texts.values())
    for finding in letters.warnings_of(texts, desk.studio, memory, settings):
        warn(finding)
    if finding_of_site := letters.warning_of_site(desk.site is not None, desk.studio, settings):
        warn(finding_of_site)


def _find_broken_photos(generators: Sequence[Generator]) -> None:
    """Once it is known who wrote what."""
    context, settings = generators[0].context, generators[0].settings
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    memory = context.get("MEMORY") or Memory(None)
    photos = photos_of((text for text, _card in desk.texts.values()), settings)
    for photo, finding in portraits.broken(photos, memory):
        desk.studio.broken_photos.add(photo.file)
        warn(finding)


# Whichever comes first: then Pelican is writing, and not only reading.
def _begin_with_feeds(context: Mapping[str, Any], feed: object) -> None:
    _begin(context)


def _begin_with_articles(generator: ArticlesGenerator, content: Content) -> None:
    # The first is enough: to hear of each takes longer than what Pelican does with it.
    signals.article_generator_write_article.disconnect(_begin_with_articles)
    _begin(generator.context)


def _begin(context: Mapping[str, Any]) -> None:
    desk: Desk | None = context.get(DESK)
    if desk and OUTPUTS not in context:  # else those draw that write, on as many cores
        desk.begin()


def _write(generator: ArticlesGenerator, writer: Writer) -> None:
    context, settings = generator.context, generator.settings
    desk: Desk | None = context.get(DESK)
    if desk is None:
        return
    _begin(context)
    for card in desk.cards:
        try:
            write_output(context, card.file, SocialCard.read, card)
        except (FileExistsError, NotADirectoryError):
            raise _taken(card, settings["SOCIAL_CARD_SAVE_AS"]) from None
    studio = desk.studio
    if studio.store.is_crowded(len(desk.files)):
        studio.store.sweep({studio.key(card.card) for card in desk.cards})
