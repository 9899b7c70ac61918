"""Pelican's settings that every Fanfare site has: rooms, addresses, Markdown, plugins.

`pelicanconf.py` starts with `from fanfare.site import *` and then says what is the author's own.
Any line here can be said otherwise there.
"""

# What the author writes, and where.
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/CNAME": {"path": "CNAME"}, "extra/.nojekyll": {"path": ".nojekyll"}}
OUTPUT_PATH = "output"
IGNORE_FILES = ["**/.*", "*~", "*.swp", "#*#"]
SLUGIFY_SOURCE = "basename"  # the address follows the file's name, not a title one may reword
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Notes"
WITH_FUTURE_DATES = False  # a post with a date to come waits for the first publish after it
SUMMARY_MAX_LENGTH = 40
FORMATTED_FIELDS: list[str] = []  # a summary is plain text: previews and feeds show it as it is

# Addresses: a folder each, so that no address carries a file's ending.
ARTICLE_URL, ARTICLE_SAVE_AS = "posts/{slug}/", "posts/{slug}/index.html"
ARTICLE_LANG_URL, ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/", "{lang}/posts/{slug}/index.html"
DRAFT_URL, DRAFT_SAVE_AS = "drafts/{slug}/", "drafts/{slug}/index.html"
DRAFT_LANG_URL, DRAFT_LANG_SAVE_AS = "{lang}/drafts/{slug}/", "{lang}/drafts/{slug}/index.html"
PAGE_URL, PAGE_SAVE_AS = "{slug}/", "{slug}/index.html"
PAGE_LANG_URL, PAGE_LANG_SAVE_AS = "{lang}/{slug}/", "{lang}/{slug}/index.html"
DRAFT_PAGE_URL, DRAFT_PAGE_SAVE_AS = "drafts/pages/{slug}/", "drafts/pages/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "categories/{slug}/", "categories/{slug}/index.html"
CATEGORIES_URL, CATEGORIES_SAVE_AS = "categories/", "categories/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
TAGS_URL, TAGS_SAVE_AS = "tags/", "tags/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "authors/{slug}/", "authors/{slug}/index.html"
AUTHORS_URL, AUTHORS_SAVE_AS = "authors/", "authors/index.html"
GUEST_URL, GUEST_SAVE_AS = "guests/{slug}/", "guests/{slug}/index.html"
GUESTS_URL, GUESTS_SAVE_AS = "guests/", "guests/index.html"
PARTNER_URL, PARTNER_SAVE_AS = "partners/{slug}/", "partners/{slug}/index.html"
ELSEWHERE_URL, ELSEWHERE_SAVE_AS = "elsewhere/", "elsewhere/index.html"
MILESTONES_URL, MILESTONES_SAVE_AS = "milestones/", "milestones/index.html"
MILESTONES_JSON_SAVE_AS, MILESTONES_BADGE_SAVE_AS = "milestones.json", "badge.svg"
INDEX_URL, INDEX_SAVE_AS = "", "index.html"
ARCHIVES_URL, ARCHIVES_SAVE_AS = "archives/", "archives/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "archives/{date:%Y}/", "archives/{date:%Y}/index.html"
SEARCH_URL, SEARCH_SAVE_AS = "search/", "search/index.html"
NOT_FOUND_SAVE_AS = "404.html"
DIRECT_TEMPLATES = ["index", "archives", "categories", "tags", "authors", "search", "not_found"]
PAGINATED_TEMPLATES = {"index": 8, "category": 20, "tag": 20, "author": 20}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Dates and language are the same on every machine.
LOCALE = ["C.UTF-8", "C"]
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%-d %B %Y"

MARKDOWN = {
    "extensions": ["folio.markup"],
    "extension_configs": {
        "markdown.extensions.extra": {
            "footnotes": {"BACKLINK_TITLE": "Back to the text, note {}"},
        },
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.toc": {"permalink": False},
        "markdown.extensions.meta": {},
    },
    "output_format": "html",
}

# Feeds and social cards.
SOCIAL_CARDS_STORE = ".fanfare/cards"
FEED_MAX_ITEMS = 20

THEME = "themes/folio"
# Whatever templates print is escaped. A theme written for Pelican's default needs False here.
# No template changes within a build, so that none is looked at twice.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
}
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["quickbuild", "guest_posts", "milestones", "social_cards", "folio", "syndication"]

# Writing: relative addresses, so that the site opens from any port and any folder.
RELATIVE_URLS = True
SOCIAL: list[tuple[str, str]] = []
MENUITEMS: list[tuple[str, str]] = []
NEWSLETTER: dict[str, str] | None = None
