"""First mentions of people and partners, made links to their pages."""

import re
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from guest_posts.links.autolink import Known, linker, with_links

HOLM = Known("Holm", "/holm/")
LINK = '<a href="/holm/">Holm</a>'


def _marked(html: str, *names: str) -> str:
    """`html` with brackets where links were made; the address of each name is its number."""
    known = [Known(name, f"/{number}/") for number, name in enumerate(names)]
    return re.sub(r'<a href="/(\d+)/">(.*?)</a>', r"[\1:\2]", with_links(html, known), flags=re.S)


def test_the_first_mention_becomes_a_link() -> None:
    html = "<p>Ask Holm.</p><p>Holm knows.</p>"
    assert with_links(html, [HOLM]) == f"<p>Ask {LINK}.</p><p>Holm knows.</p>"


def test_each_of_several_is_linked_once() -> None:
    assert _marked("<p>B, A, B, A.</p>", "A", "B") == "<p>[1:B], [0:A], B, A.</p>"


def test_two_names_with_one_address_are_linked_once() -> None:
    known = [HOLM, Known("Anna Holm", "/holm/")]
    assert with_links("Holm is Anna Holm", known) == f"{LINK} is Anna Holm"


def test_of_two_with_the_same_name_the_first_is_meant() -> None:
    assert _marked("Holm and Holm", "Holm", "Holm") == "[0:Holm] and Holm"


def test_a_text_that_links_to_the_page_already_gets_no_second_link() -> None:
    html = '<p>Holm, see <a class="x" href="&#47;holm/">her page</a></p>'
    assert with_links(html, [HOLM]) == html


def test_a_page_to_be_skipped_is_not_linked() -> None:
    assert with_links("<p>Holm</p>", [HOLM], skip=["/holm/"]) == "<p>Holm</p>"


def test_an_address_is_escaped() -> None:
    made = with_links("Holm", [Known("Holm", '/?a="1"&b')])
    assert made == '<a href="/?a=&quot;1&quot;&amp;b">Holm</a>'


def test_one_linker_serves_many_texts() -> None:
    link = linker([HOLM])
    assert [link("Holm", ()), link("Holm", ("/holm/",)), link("Holm", ())] == [LINK, "Holm", LINK]


@pytest.mark.parametrize("name", ["", " ", "–", "\u0301"])
def test_what_holds_no_letter_is_no_name(name: str) -> None:
    assert with_links("<p>A – b\u0301</p>", [Known(name, "/x/")]) == "<p>A – b\u0301</p>"


@pytest.mark.parametrize(
    "element",
    [
        *("h1", "h2", "h3", "h4", "h5", "h6"),
        *("code", "pre", "kbd", "samp", "var", "tt"),
        *("blockquote", "q", "cite"),
        *("a", "button", "select", "textarea", "label", "summary", "nav"),
        *("script", "style", "svg", "math", "iframe", "noscript", "template", "title", "object"),
        *("del", "s"),
    ],
)
def test_nothing_is_linked_in(element: str) -> None:
    html = f"<p><{element}>Holm <b>Holm</b></{element.upper()}> x</p>"
    assert with_links(html, [HOLM]) == html
    assert with_links(f"{html} Holm", [HOLM]) == f"{html} {LINK}"


@pytest.mark.parametrize(
    "element", ["p", "li", "td", "th", "dt", "dd", "em", "strong", "figcaption", "mark", "details"]
)
def test_a_mention_is_linked_in(element: str) -> None:
    html = "<{0}>Holm</{0}>"
    assert with_links(html.format(element), [HOLM]) == html.replace("Holm", LINK).format(element)


@pytest.mark.parametrize(
    "html",
    [
        '<p title="Holm">x</p>',
        "<p title='>' alt=Holm>x</p>",
        '<img alt="Holm">',
        "<!-- Holm -->",
        "<!-- <p> --!> <? Holm ?> <!Holm>",
        "<svg><![CDATA[ > Holm ]]></svg>",
        "<svg><title/><text>Holm</text></svg>",
        "<style>a > b { content: 'Holm </p>' }</style>",
        "<textarea></p> Holm",
        "<blockquote><p>Holm",
        "<p <Holm Holm='Holm'>x</p>",
        'x <a title="Holm',
    ],
)
def test_what_is_no_text_of_the_page_stays(html: str) -> None:
    assert with_links(html, [HOLM]) == html


def test_the_longest_name_at_a_place_is_meant() -> None:
    names = ("The Footnote", "Footnote", "The Footnote Review")
    html = "In The Footnote Review, The Footnote and any Footnote"
    assert (
        _marked(html, *names) == "In [2:The Footnote Review], [0:The Footnote] and any [1:Footnote]"
    )


def test_a_name_within_a_longer_one_means_somebody_else_also_where_that_is_linked() -> None:
    html = "Anna Holm, Anna Holm and Holm"
    assert _marked(html, "Anna Holm", "Holm") == "[0:Anna Holm], Anna Holm and [1:Holm]"


def test_where_the_longer_name_is_no_whole_word_the_shorter_one_is_meant() -> None:
    assert _marked("Anna Holmgren", "Anna Holm", "Anna") == "[1:Anna] Holmgren"


def test_a_name_spread_over_elements_is_not_linked() -> None:
    html = "<p>Barnaby <em>Footnote</em></p>"
    assert _marked(html, "Barnaby Footnote", "Footnote") == html


def test_a_name_that_ends_with_its_block_does_not_go_on_in_the_next() -> None:
    html = "<li>Barnaby</li><li>Footnote</li>"
    assert _marked(html, "Barnaby Footnote", "Footnote") == "<li>Barnaby</li><li>[1:Footnote]</li>"


@pytest.mark.parametrize(
    "html",
    [
        "<b>Holm</b>gren",
        "Ack<i>Holm</i>",
        "Holm<!-- x -->gren",
        "Holm<wbr>gren",
        "Holm<b>-Smith</b>",
    ],
)
def test_words_go_on_over_elements_within_them(html: str) -> None:
    assert with_links(html, [HOLM]) == html


def test_the_mark_of_a_footnote_ends_a_word() -> None:
    html = 'Holm<sup id="fnref:1"><a href="#fn:1">1</a></sup> said'
    assert with_links(html, [HOLM]) == html.replace("Holm", LINK)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Barnaby Footnote", "Barnaby&nbsp;Footnote"),
        ("Barnaby Footnote", "Barnaby&#160;Footnote"),
        ("Barnaby Footnote", "Barnaby\u00a0\n  Footnote"),
        ("Barnaby\u00a0 Footnote", "Barnaby Footnote"),
        ("R&D Weekly", "R&amp;D Weekly"),
        ("R&D Weekly", "R&D Weekly"),
        ("R&D Weekly", "R&#38;D Weekly"),
        ("R&D Weekly", "&#x52;&AMP;D Weekly"),
        ("Åsa O'Neill", "Åsa O’Neill"),
        ("Åsa O’Neill", "Åsa O'Neill"),
        ("Åsa O'Neill", "A\u030asa O&#8217;Neill"),
        ("A\u030asa O'Neill", "&Aring;sa O&rsquo;Neill"),
        ("Zoë", "Zoe&#776;"),
        ("Дар'я", "Дар\u02bcя"),
        ("김민준", normalize("NFD", "김민준")),
        (normalize("NFD", "ガンダ"), "ガンダ"),
        ("Jean-Luc", "Jean\u2011Luc"),
        ('The "Quoted" Review', "The “Quoted” Review"),
        ("Yahoo!", "Yahoo!"),
        ("Ng", "Ng"),
    ],
)
def test_a_name_may_be_written_in_other_ways(name: str, written: str) -> None:
    html = f"<p>&lt;é&gt; {written}, é</p>"
    assert _marked(html, name) == html.replace(written, f"[0:{written}]")


@pytest.mark.parametrize("written", ["holm", "HOLM", "Hòlm", "Ho lm", "Ho&shy;lm"])
def test_other_names_are_other_names(written: str) -> None:
    assert with_links(f"<p>{written}</p>", [HOLM]) == f"<p>{written}</p>"


def test_a_part_of_a_character_reference_is_no_name() -> None:
    known = [Known("amp", "/amp/"), Known("Eacute", "/e/")]
    html = "<p>&amp; R&ampD &Eacute;</p>"
    assert with_links(html, known) == html


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # Latin
        ("Holm", "[Holm]"),
        ("Holm", "([Holm]), [Holm]. “[Holm]”: [Holm]!"),
        ("Holm", "[Holm]'s and [Holm]’s"),
        ("Holm", "Smith–[Holm]—[Holm]…"),
        ("Holm", "Holmgren Stockholm AckHolm Holm2 2Holm Holm_1"),
        ("Holm", "Holm-Smith Anna-Holm Holm‑Smith"),
        ("Holm", "Holm.example www.Holm.example anna@Holm Holm@x #Holm x/Holm Holm/x"),
        ("Holm", "Holm\u0301 Holm\u200dx Ho\u00adHolm Holm\u00adgren"),
        ("Alembert", "d’[Alembert] l'[Alembert] D’Alembert O'Alembert"),
        ("D", "D’Angelo [D]"),
        ("Gal", "Gal·la [Gal]"),
        ("Ayşe", "[Ayşe]’nin Ayşeler"),
        ("Émile", "[Émile] Émilet"),
        ("Emile", "É mile Émile [Emile]"),
        ("3rd Rail", "[3rd Rail] 33rd Rail"),
        # Cyrillic, Greek
        ("Анна", "[Анна] Аннами Иоанна"),
        ("Юрий", "[Юрий], Юрия"),
        ("Μαρία", "[Μαρία]· Μαρίας"),
        # Arabic, Hebrew
        ("فاطمة", "قالت [فاطمة]، وفاطمة فاطمةـ"),
        ("ليلى", "[ليلى]؟ ليلى\u064e"),
        ("דנה", "[דנה], ודנה דנה־לי דנה״ל"),
        # Devanagari and its kin
        ("राम", "[राम] ने रामायण श्रीराम [राम]।"),
        ("गीता", "[गीता], गीतांजलि"),
        ("অনু", "[অনু] অনুপম"),
        # without spaces
        ("สมชาย", "คุณ[สมชาย]มา"),
        ("สม", "สมา เสม ส้ม สม\u0e49 [สม]ชาย"),
        ("ສົມ", "ທ້າວ[ສົມ]ມາ"),
        ("សុខា", "លោក[សុខា]និយាយ"),
        ("មែរ", "ខ្មែរ [មែរ]"),
        ("ခင်", "ဒေါ်[ခင်]သည် ခင်း"),
        ("王小明", "作者[王小明]說"),
        ("山田太郎", "今日、[山田太郎]さんは"),
        ("さくら", "は[さくら]が"),
        ("マリア", "[マリア]さん アンナマリア マリアンナ マリア・カラス アンナ・マリア"),
        ("山田", "[山田]・鈴木"),
        ("カ", "ガ [カ]さん"),
        ("Holm", "作者[Holm]說 [Holm]さん"),
        # Korean, with its particles
        ("김민준", "[김민준]은 [김민준]이 [김민준]의 [김민준]에게서는 [김민준] 씨"),
        ("김민준", "[김민준]님께서는 [김민준]씨와 [김민준]입니다."),
        ("김민", "김민준은 [김민]은 김민은행 박김민"),
        ("김미", "김민 [김미]"),
        ("Holm", "[Holm]은 [Holm]이 Holm준"),
    ],
)
def test_names_are_whole_words_in_any_script(name: str, text: str) -> None:
    words = re.findall(r"\s*[^\s\[]*\[[^]]*\][^\s\[]*|\s*[^\s\[]+", text)
    assert "".join(words) == text
    for word in words:
        html = f"<p>{word.replace('[', '').replace(']', '')}</p>"
        assert _marked(html, name).replace("0:", "") == f"<p>{word}</p>"


NAMES = ("Anna Holm", "Holm", "Åsa O'Neill", "R&D", "王小明", "王", "マリア", "김민", "amp")
KNOWN = [Known(name, f"{{filename}}/people/{place}.md") for place, name in enumerate(NAMES)]
_MADE = re.compile(r'<a href="\{filename\}/people/\d\.md">([^<>]*)</a>')

_WORDS = st.sampled_from(
    (
        *NAMES,
        *("R&amp;D", "&Aring;sa&nbsp;O&rsquo;Neill", "A\u030asa O’Neill", "&#29579;", "&", "&amp"),
        *(" ", " ", "\n", ", ", "-", "’s", "\u0301", "은", "x", "・", "&nbsp;", "é", "—"),
    )
)
_TEXTS = st.lists(_WORDS, max_size=8).map("".join)
_TREES = st.recursive(
    _TEXTS,
    lambda inner: st.builds(
        lambda element, parts: f"<{element}>{''.join(parts)}</{element.split()[0]}>",
        st.sampled_from(
            ("p", "em", "b", "sup", "code", "h2", "blockquote", "a href='/x'", "span title='Holm'")
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)
_SCRAPS = st.sampled_from(
    (
        *("<", ">", "</", "<!--", "-->", '"', "'", "=", "<p", "<a href=", "<a", "</a>", "<svg>"),
        *("</h2>", "<h2>", "<![CDATA[", "]]>", "<title>", "<script>", "</script", "<?", "<p/>"),
    )
)
_ANYTHING = st.lists(_WORDS | _SCRAPS | st.text(max_size=3), max_size=15).map("".join)


@given(_TREES | _ANYTHING)
def test_but_for_the_links_every_byte_stays(html: str) -> None:
    assert _MADE.sub(r"\1", with_links(html, KNOWN)) == html


@given(_TREES | _ANYTHING)
def test_a_second_run_changes_nothing(html: str) -> None:
    once = with_links(html, KNOWN)
    assert with_links(once, KNOWN) == once


@given(_TREES | _ANYTHING)
def test_no_page_is_linked_twice(html: str) -> None:
    made = [found[0].partition(">")[0] for found in _MADE.finditer(with_links(html, KNOWN))]
    assert len(made) == len(set(made))


@given(_TREES)
def test_a_browser_reads_the_same_words_and_links_only_where_they_may_be(html: str) -> None:
    before = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    after = BeautifulSoup(f"<div>{with_links(html, KNOWN)}</div>", "html.parser")
    assert after.get_text().split() == before.get_text().split()
    for link in after.select('a[href^="{filename}"]'):
        assert not link.find_parent(["a", "code", "h2", "blockquote"])
        assert not link.find(True)
