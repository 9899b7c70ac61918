"""Which texts of a site mention which."""

import warnings

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from guest_posts.links.mentions import Text, linked_addresses, mentioned_in


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", ()),
        ("no <b>link</b>", ()),
        ('<p><a href="/b/">x</a> <A HREF=/a/>y</A></p>', ("/b/", "/a/")),
        ('<a href="/a/">x</a><a href="/b/">x</a><a href="/a/">x</a>', ("/a/", "/b/")),
        ("<a href='/?a=1&amp;b=2'>x</a>", ("/?a=1&b=2",)),
        ('<a href=" /a/\n">x</a>', ("/a/",)),
        ('<a title="<a href=/a/>" href="/b/">x</a>', ("/b/",)),
        ('<a id="x">x</a> <abbr title="x">y</abbr>', ()),
        ('<!-- <a href="/a/">x</a> --><a href="/b/">x</a>', ("/b/",)),
        ("<script>'<a href=/a/>'</script><a href=/b/>x</a>", ("/b/",)),
        ("<pre><code>&lt;a href=/a/></code></pre>", ()),
        ("<h2><a href=/a/><em>x", ("/a/",)),
        ("</div></body></html><a href=/a/>x</a>", ("/a/",)),
        ('<?xml version="1.0"?><a href="/a/">x</a>', ("/a/",)),
        ("<a href='{filename}/posts/é.md'>x</a>", ("{filename}/posts/é.md",)),
        ('<svg><a xlink:href="/x/" href="/a/"></a></svg>', ("/a/",)),
        ("\0<a href=/a/>x</a>", ("/a/",)),
    ],
)
def test_addresses_are_those_of_links_in_order_and_once(html: str, found: tuple[str, ...]) -> None:
    assert linked_addresses(html) == found


_SCRAPS = (
    "<a href=/a/>",
    "<a href='/b/'>",
    "</a>",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<",
    ">",
    "<?xml ",
)


@given(st.lists(st.sampled_from(_SCRAPS) | st.text(max_size=3)).map("".join))
def test_they_are_those_of_the_whole_tree(html: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the whole tree is only what it is compared with
        links = BeautifulSoup(f"<div>{html}", "lxml").find_all("a", href=True)
    assert linked_addresses(html) == tuple(dict.fromkeys(str(a["href"]).strip() for a in links))


def _text(
    key: str, *targets: str, family: str = "", language: str = "en", is_listed: bool = True
) -> Text[str]:
    return Text(key, family or key, language, is_listed, targets)


def test_a_text_is_mentioned_where_it_is_linked() -> None:
    texts = [_text("c", "a"), _text("b", "a", "c"), _text("a")]
    assert mentioned_in(texts) == {"a": ("c", "b"), "b": (), "c": ("b",)}


def test_mentions_stand_in_the_order_given() -> None:
    texts = [_text(key, "x") for key in "dbca"]
    assert mentioned_in([_text("x"), *texts])["x"] == ("d", "b", "c", "a")


def test_a_text_that_links_twice_is_named_once() -> None:
    assert mentioned_in([_text("a"), _text("b", "a", "a")])["a"] == ("b",)


def test_no_text_mentions_itself_or_its_translation() -> None:
    texts = [_text("a", "a", "a-fr"), _text("a-fr", "a", family="a", language="fr")]
    assert mentioned_in(texts) == {"a": (), "a-fr": ()}


def test_drafts_and_hidden_texts_mention_nobody_but_may_be_mentioned() -> None:
    texts = [_text("draft", "a", is_listed=False), _text("a", "draft")]
    assert mentioned_in(texts) == {"draft": ("a",), "a": ()}


def test_links_to_what_is_no_text_mean_nothing() -> None:
    assert mentioned_in([_text("a", "gone")]) == {"a": ()}


def test_a_link_to_one_version_mentions_every_version() -> None:
    texts = [_text("a"), _text("a-fr", family="a", language="fr"), _text("b", "a-fr")]
    assert mentioned_in(texts) == {"a": ("b",), "a-fr": ("b",), "b": ()}


def test_of_a_text_and_its_translations_the_one_in_the_same_language_is_named() -> None:
    texts = [
        *(_text("a"), _text("a-fr", family="a", language="fr")),
        *(_text("b", "a"), _text("b-fr", "a-fr", family="b", language="fr")),
    ]
    found = mentioned_in(texts)
    assert (found["a"], found["a-fr"]) == (("b",), ("b-fr",))


def test_where_no_version_in_the_same_language_links_the_original_is_named() -> None:
    texts = [
        _text("a", language="de"),
        *(_text("b-fr", "a", family="b", language="fr"), _text("b", "a")),
    ]
    assert mentioned_in(texts)["a"] == ("b",)


def test_where_the_original_does_not_link_the_first_version_that_does_is_named() -> None:
    texts = [
        *(_text("a", language="de"), _text("b")),
        _text("b-fr", "a", family="b", language="fr"),
        _text("b-it", "a", family="b", language="it"),
    ]
    assert mentioned_in(texts)["a"] == ("b-fr",)


def test_a_hidden_version_is_not_named_in_place_of_a_listed_one() -> None:
    texts = [
        *(_text("a"), _text("b", "a", is_listed=False)),
        _text("b-fr", "a", family="b", language="fr"),
    ]
    assert mentioned_in(texts)["a"] == ("b-fr",)


_KEYS = st.integers(min_value=0, max_value=9)
_SITES = st.lists(
    st.builds(
        Text,
        key=_KEYS,
        family=st.integers(min_value=0, max_value=4),
        language=st.sampled_from(("en", "fr")),
        is_listed=st.booleans(),
        targets=st.lists(_KEYS, max_size=4).map(tuple),
    ),
    unique_by=lambda text: text.key,
)


@given(_SITES)
def test_every_mention_has_a_link_and_every_link_of_a_listed_text_a_mention(
    texts: list[Text[int]],
) -> None:
    by_key = {text.key: text for text in texts}
    found = mentioned_in(texts)
    for text in texts:
        linking = {
            other.family
            for other in texts
            if other.is_listed and other.family != text.family
            for target in other.targets
            if target in by_key and by_key[target].family == text.family
        }
        named = [by_key[key] for key in found[text.key]]
        assert all(one.is_listed for one in named)
        assert sorted(one.family for one in named) == sorted(linking)
        assert named == [one for one in texts if one in named]
