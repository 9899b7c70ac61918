"""Links in templates."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def href(context: Context, shown: object) -> str:
    """The address of a text as the page being written links to it.

    Relative where the site's addresses are; as it is where the text is on another site.
    """
    url = str(getattr(shown, "url", ""))
    return url if url.startswith(("https://", "http://")) else f"{context['SITEURL']}/{url}"
