"""What the browser shows when it comes back to this machine. Pure."""

from __future__ import annotations

import html
from string import Template

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fbfaf7; --quiet: #5f5b54; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9e2; --paper: #1b1a18; --quiet: #a8a299; }
}
body {
  display: grid; place-content: center; min-block-size: 100vh; margin: 0;
  padding-inline: 1.5rem; box-sizing: border-box;
  background: var(--paper); color: var(--ink); font: 1.125rem/1.5 Georgia, serif;
}
main { max-inline-size: 32rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; text-wrap: balance; }
p { margin-block: 0.75rem 0; color: var(--quiet); }
</style>
<main>
<h1>$title</h1>
<p>$text</p>
</main>
</html>
""")


def page(title: str, text: str) -> bytes:
    """A page that says `text`, under `title`; both plain."""
    return _PAGE.substitute(title=html.escape(title), text=html.escape(text)).encode()
