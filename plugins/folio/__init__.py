"""What the theme folio shows about a text, computed here and handed to templates ready-made.

What is made of a text, its reading and description above all, is made when somebody first asks for
it, and remembered where the context has a `MEMORY`.

On every article and page, drafts, hidden ones and translations included:

| attribute       | what it is                                                                   |
|-----------------|------------------------------------------------------------------------------|
| `reading`       | `reading.Reading`: words, minutes, headings for a table of contents          |
| `contents`      | its headings, where it is long enough for a table of contents                |
| `standfirst`    | the summary as its author wrote it; empty where there is none                |
| `is_dated`      | False for a draft without a date                                             |
| `is_scheduled`  | True for a post kept back only because its date is to come                   |
| `direction`     | `ltr` or `rtl`, by its language                                              |
| `description`   | plain text for search results and link previews                              |
| `lead_image`    | `images.Picture` of the front matter's `Image:`, or None                     |
| `preview_image` | for link previews: its `social_card`, else the lead image, else the site's   |
| `json_ld`       | schema.org data of the page, as JSON ready for a script element              |

An article without a page of its own, a post elsewhere, has `description`, `is_dated` and
`is_scheduled` of these.

On published articles besides:

| attribute        | what it is                                                                  |
|------------------|-----------------------------------------------------------------------------|
| `newer`, `older` | the neighbours by date, or None                                             |
| `related`        | up to three articles on the same subjects, nearest first                    |
| `neighbours`     | the three of them                                                           |
| `part`           | `series.Part`: its place in its series, or None                             |

On every article `without_page` lists of its tags, its category and its authors those that have no
page.

In the context of every template: `all_series`, `newsletter_form`, `praise`, `menu`, `site_address`
(absolute also where addresses are relative), `page_address` (of a built file, absolute),
`has_page` (of a tag, category or author: only published posts make one; pages that ask depend on
the tags of the whole site), `site_has` (`site_context.SiteHas`), `href` (the address of an article
or page for a link to it, also where it is on another site), `site_json_ld`,
`author_photo`, `preview_image`; `feeds` and `feeds_of`, which are empty where no plugin for feeds
puts its own there.

What other plugins put into an article's `schema_org`, a mapping, goes into its `json_ld`.

The plugin works with any theme; Pelican's own need nothing of it.
"""

from __future__ import annotations

from fanfare.settings import Setting, text, whole_number

__all__ = ["SETTINGS", "WATCHED", "register"]

SETTINGS = (
    Setting("PREVIEW_IMAGE", "link preview of pages without an image, in content/", text),
    Setting("AUTHOR_PHOTO", "the author, on the home page and for machines, in content/", text),
    Setting("CONTENTS_FROM_WORDS", "how many words make a table of contents", whole_number),
    Setting("RELATED_POSTS", "how many related posts stand under a post", whole_number),
    Setting("NEWSLETTER_TITLE", "heading of the newsletter form", text),
    Setting("NEWSLETTER_PITCH", "why to subscribe, under the heading", text),
    Setting("SERIES_URL", "address of the page of a series, with {slug}", text),
    Setting("SERIES_SAVE_AS", "its file", text),
)


WATCHED = True
"""What its receivers and makers read notes itself (`fanfare.watching`)."""


def register() -> None:
    """Connect to Pelican."""
    from folio import hooks

    hooks.connect()
