"""Edits of templates, stylesheets, pictures, static files, and of a plugin of the site's own."""

from __future__ import annotations

import os
import re
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.small_site import OWN, OWN_PLUGIN, SmallSite, picture

_TEMPLATES = "theme/templates"
_ADDITIONS = (
    "{# nothing that shows #}",
    "<i>{{ SITENAME }}</i>",
    "<i>{{ own_word }}</i>",
    "<i>{{ OWN_SETTING }}</i>",
    "<i>{{ articles|length }}</i>",
    "<i>{% for a in articles %}{{ a.title }} {{ a.own_note }} {% endfor %}</i>",
    "<i>{% for a in articles %}{{ a.content|length }}{% endfor %}</i>",
    "<i>{{ article.title if article }}{{ page.title if page }}</i>",
    "<i>{{ tags|map('first')|join(' ') }}</i>",
    "<i>{{ own_global }} {{ output_file }}</i>",
    "<i>{{ (articles|first).summary }}</i>",
    # Of these, what is not among the first changes and changes back while no page shows it.
    "{% for a in articles[:2] %}{{ a.category }} {{ a.tags|join }} {{ a.own_note }}{% endfor %}",
    "<i>{% for g in guests %}{{ g.name }}{{ g.posts|length }}{% endfor %}</i>",
    "{% include 'own_part.html' ignore missing %}",
    "<i>{{ milestones.overview.fans.low if milestones and milestones.overview.fans }}</i>",
    "<i>{{ hidden_articles|length }} {{ drafts|map(attribute='title')|join }}</i>",
)
_NEW_FILES = ("extra/more.txt", "images/three.png", "extra/deep/x.txt", "images/a b.txt")
_BROKEN = ("{% if %}", "{{ nothing.at.all }}", "{% include 'no_such.html' %}", "{{ 1 / 0 }}")


@edit(times=3)
def edit_template(site: SmallSite, random: Random) -> str:
    """Something more in a template."""
    names = [name for name in site.names(_TEMPLATES, "overrides") if name.endswith(".html")]
    name = random.choice(names)
    more = random.choice(_BROKEN if some(random, 8) else _ADDITIONS)
    site.write(name, _with(site.read(name), more))
    return f"{name}: {more}"


def _with(text: str, more: str) -> str:
    """`text` with `more` at the end of its last block, or of itself."""
    before, block, after = text.rpartition("{% endblock")
    return f"{before}{more}\n{block}{after}" if block else f"{text}{more}\n"


@edit()
def restore_templates(site: SmallSite, random: Random) -> str:
    """All that was added to templates taken out again."""
    for name in site.names(_TEMPLATES):
        text = site.read(name)
        for more in (*_ADDITIONS, *_BROKEN):
            text = text.replace(f"{more}\n", "")
        if text != site.read(name):
            site.write(name, text)
    return "templates as they were"


@edit()
def override_template(site: SmallSite, random: Random) -> str:
    """A template that takes the place of the theme's, or a partial that may be there."""
    name = random.choice((*site.names(_TEMPLATES), f"{_TEMPLATES}/own_part.html"))
    own = name.replace(_TEMPLATES, "overrides")
    text = site.read(name) if site.has(name) else "Part: {{ SITENAME }}\n"
    site.write(own, _with(text, "<b>overridden</b>"))
    return f"override {own}"


@edit()
def drop_override(site: SmallSite, random: Random) -> str:
    """The theme's template again."""
    names = [name for name in site.names("overrides") if name.endswith(".html")]
    if not names:
        return ""
    name = random.choice(names)
    site.delete(name)
    return f"delete {name}"


@edit()
def add_or_drop_template(site: SmallSite, random: Random) -> str:
    """A template that a text may name, or one of the theme less."""
    if some(random, 2):
        site.write(f"{_TEMPLATES}/own.html", "<title>{{ (article or page).title }}</title>\n")
        return "add template own"
    name = random.choice([name for name in site.names(_TEMPLATES) if name.endswith(".html")])
    site.delete(name)
    return f"delete {name}"


@edit()
def restyle(site: SmallSite, random: Random) -> str:
    """Another stylesheet, with other files beside it, or without them."""
    name = f"theme/static/css/own-{random.randrange(2)}.css"
    if site.has(name):
        site.delete(name)
        return f"delete {name}"
    sheets = [sheet for sheet in site.names("theme/static") if sheet.endswith(".css")]
    for sheet in sheets:
        site.write(sheet, site.read(sheet) + f"/* {random.randrange(9)} */ .a {{ color: red }}\n")
    site.write(name, ".own { color: blue }\n")
    return f"stylesheets, and {name}"


@edit()
def change_picture(site: SmallSite, random: Random) -> str:
    """Another picture of the same name: of the same number of bytes, also secretly, or of more."""
    names = [name for name in site.names("content/images") if name.endswith(".png")]
    if not names:
        return ""
    name = random.choice(names)
    before = site.path(name).stat()
    if some(random, 3):
        site.write(name, picture(44, 22, random.randrange(256)))
        return f"larger {name}"
    length = len(site.path(name).read_bytes())
    site.write(name, picture(40, 20, random.randrange(256)) if length > 400 else picture(20, 10, 7))
    if some(random, 2):
        os.utime(site.path(name), ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"another {name}"


@edit()
def smaller_copies(site: SmallSite, random: Random) -> str:
    """A smaller copy of a picture beside it, or none any more."""
    name = f"content/images/{random.choice(('one', 'two'))}-{random.choice((10, 20))}w.png"
    if site.has(name):
        site.delete(name)
        return f"delete {name}"
    site.write(name, picture(20, 10, 5))
    return f"add {name}"


@edit(times=2)
def change_static(site: SmallSite, random: Random) -> str:
    """A static file added, changed, renamed or removed."""
    new = random.choice(
        ("extra/more.txt", "images/three.png", "extra/deep/x.txt", "images/a b.txt")
    )
    names = site.names("content/extra", "content/images")
    what = random.choice(("add", "change", "rename", "remove"))
    if what == "add" or not names:
        site.write(f"content/{new}", f"Text {random.randrange(9)}\n")
        return f"add content/{new}"
    name = random.choice(names)
    if what == "change":
        site.write(name, f"Changed {random.randrange(9)}\n")
    elif what == "rename" and not site.has(f"content/{new}"):
        site.write(f"content/{new}", site.path(name).read_bytes())
        site.delete(name)
    else:
        site.delete(name)
    return f"{what} {name} ({new})"


@edit()
def shadow_a_page(site: SmallSite, random: Random) -> str:
    """A static file at the address of what the site makes itself."""
    name = random.choice(("robots.txt", "badge.svg", "posts/ash/index.html", "tags/one/index.html"))
    site.write("content/extra/shadow.txt", f"In the place of {name}.\n")
    site.set_settings({"EXTRA_PATH_METADATA": repr({"extra/shadow.txt": {"path": name}})})
    return f"a static file at {name}"


@edit(times=2)
def change_own_plugin(site: SmallSite, random: Random) -> str:
    """Another word, another thing it does to written files, or a mistake in it."""
    if not site.has(OWN_PLUGIN):
        site.write(OWN_PLUGIN, OWN)
        return "the own plugin is back"
    text = site.read(OWN_PLUGIN)
    changes = {
        "word": re.sub(r'WORD = ".*"', f'WORD = "w{random.randrange(5)}"', text),
        "rewriting": _turned(text, "REWRITES"),
        "listing": _turned(text, "LISTS"),
        "mistake": text.replace("def say(generator):\n", "def say(generator):\n    1 / 0\n"),
        "original": OWN,
    }
    what = random.choice(("word", "rewriting", "listing", "word", "original", "mistake"))
    site.write(OWN_PLUGIN, changes[what])
    return f"own plugin: {what}"


def _turned(text: str, name: str) -> str:
    on, off = f"{name} = True", f"{name} = False"
    return text.replace(on, off) if on in text else text.replace(off, on)
