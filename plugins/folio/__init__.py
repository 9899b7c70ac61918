"""What the theme folio shows about a text, computed here and handed to templates ready-made.

On every article and page, drafts, hidden ones and translations included:

| attribute       | what it is                                                                   |
|-----------------|------------------------------------------------------------------------------|
| `reading`       | `reading.Reading`: words, minutes, headings for a table of contents          |
| `contents`      | its headings, where it is long enough for a table of contents                |
| `description`   | plain text for search results and link previews                              |
| `lead_image`    | `images.Picture` of the front matter's `Image:`, or None                     |
| `preview_image` | `images.Picture` for link previews: the lead image, else the site's          |
| `json_ld`       | schema.org data of the page, as JSON ready for a script element              |

On published articles besides:

| attribute        | what it is                                                                  |
|------------------|-----------------------------------------------------------------------------|
| `newer`, `older` | the neighbours by date, or None                                             |
| `related`        | up to three articles on the same subjects, nearest first                    |
| `part`           | `series.Part`: its place in its series, or None                             |

In the context of every template: `all_series`, `newsletter_form`, `praise`, `menu`, `site_address`
(absolute also where addresses are relative), `site_json_ld`, `author_photo`, `feeds`.

Settings, beside those of `fanfare.settings`:

| setting               | default                    | what it does                                |
|-----------------------|----------------------------|---------------------------------------------|
| `PREVIEW_IMAGE`       | `images/site-preview.png`  | link preview of pages without an image      |
| `AUTHOR_PHOTO`        | `images/portrait.png`      | the author, on the home page and for robots |
| `CONTENTS_FROM_WORDS` | 700                        | words from which a post lists its contents  |
| `SERIES_URL`          | `series/{slug}/`           | address of the page of a series             |
| `SERIES_SAVE_AS`      | `series/{slug}/index.html` | its file                                    |
| `RELATED_POSTS`       | 3                          | how many related posts stand under a post   |

The plugin works with any theme; Pelican's own need nothing of it.
"""

from __future__ import annotations

__all__ = ["register"]


def register() -> None:
    """Connect to Pelican."""
    from folio import hooks

    hooks.connect()
