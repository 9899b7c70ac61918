"""Which characters a feed can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndication.text.characters import xml_safe

REMOVED = (
    *range(0x09),
    *(0x0B, 0x0C),
    *range(0x0E, 0x20),
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF),
    *(0xFFFE, 0xFFFF),
)
KEPT = (*b"\t\n\r ~", 0x7F, 0x85, 0x9F, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1FFFE, 0x10FFFF)


@pytest.mark.parametrize("code", REMOVED, ids=hex)
def test_what_xml_cannot_hold_is_removed(code: int) -> None:
    assert xml_safe(f"before{chr(code)}after{chr(code)}") == "beforeafter"


@pytest.mark.parametrize("code", KEPT, ids=hex)
def test_what_xml_can_hold_is_kept(code: int) -> None:
    assert xml_safe(f"before{chr(code)}after") == f"before{chr(code)}after"


@pytest.mark.parametrize(
    "text", ["]]>", "&amp;amp;", "<b>", "\u202eabc", "👩\u200d🚀", "שלום", "盐"]
)
def test_markup_emoji_and_directions_are_kept(text: str) -> None:
    assert xml_safe(text) == text


@given(st.text(st.characters()))
def test_what_is_left_can_stand_in_xml(text: str) -> None:
    element = etree.Element("title")
    element.text = xml_safe(text)
    assert etree.fromstring(etree.tostring(element)).text == (xml_safe(text) or None)


@given(st.text(st.characters()))
def test_nothing_is_removed_twice(text: str) -> None:
    assert xml_safe(xml_safe(text)) == xml_safe(text)
