"""A wrong setting stops everything with one line that says what to write instead."""

from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from fanfare.newsletters import NEWSLETTER_PROVIDERS
from fanfare.settings import SETTINGS, Setting, check_settings, whole_number, with_slug

GOOD: dict[str, object] = {
    "SITENAME": "The Long Margin",
    "SITEURL": "https://longmargin.example",
    "AUTHOR": "Tamsin Inkwell",
    "POSITIONING": "I help people who know things write them down.",
    "TIMEZONE": "Europe/London",
    "DEFAULT_LANG": "en",
}


def _findings(tmp_path: Path, **changed: object) -> list[str]:
    values = {**GOOD, **changed}
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("# mine\n" + "".join(f"{key} = {value!r}\n" for key, value in values.items()))
    try:
        check_settings(values, conf, tmp_path)
    except FanfareError as error:
        return [str(finding) for finding in error.findings]
    return []


def test_good_settings_pass(tmp_path: Path) -> None:
    assert _findings(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SITENAME", "", "SITENAME: is not a text"),
        ("SITEURL", "longmargin.example", 'has no scheme. Write "https://longmargin.example".'),
        ("SITEURL", "ftp://x.example", 'has no scheme. Write "https://x.example".'),
        ("SITEURL", "https://", "names no site"),
        ("SITEURL", "https://x.example/", 'Write "https://x.example".'),
        ("SITEURL", "https://x.example?a=1", "goes on after the path"),
        ("SITEURL", "https://a b.example", "has a space in it"),
        ("SOCIAL", [("Me", "javascript:alert(1)")], 'the address of "Me" is none for a link'),
        ("SITEURL", 7, "is not an address"),
        ("TIMEZONE", "Europe/Londen", 'is not a time zone. Did you mean "Europe/London"?'),
        ("DEFAULT_LANG", "english!", "is not a language tag"),
        ("SOCIAL", [("Mastodon", "social.example/@t")], 'Write "https://social.example/@t".'),
        ("SOCIAL", ["https://x.example"], "is not a name with an address"),
        ("MENUITEMS", [("About", "/about/")], 'Write "about/"'),
        ("MENUITEMS", "about", "is not a name with an address"),
        ("NEWSLETTER", {"provider": "butterdown", "account": "x"}, 'Did you mean "buttondown"?'),
        ("NEWSLETTER", {"provider": "pigeon", "account": "x"}, "one of buttondown, kit, mailchimp"),
        ("NEWSLETTER", {"provider": "kit", "account": "me"}, '"me" is not an account of kit'),
        ("NEWSLETTER", {"provider": "kit"}, "does not say provider and account"),
        ("NEWSLETTER", {"provider": "kit", "account": "1", "x": "y"}, "does not say provider"),
        ("FEDIVERSE_CREATOR", "tamsin@social.example", "is not a fediverse address"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_a_remedy(
    tmp_path: Path, name: str, value: object, complaint: str
) -> None:
    (finding,) = _findings(tmp_path, **{name: value})
    line = 2 + list({**GOOD, name: value}).index(name)
    assert finding.startswith(f"pelicanconf.py:{line}: {name}: ")
    assert complaint in finding


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS if setting.required])
def test_a_missing_setting_is_named(tmp_path: Path, name: str) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("")
    values = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(FanfareError, match=f"pelicanconf.py: {name} is missing"):
        check_settings(values, conf, tmp_path)


def test_every_wrong_setting_is_reported_at_once(tmp_path: Path) -> None:
    assert len(_findings(tmp_path, SITEURL="x", TIMEZONE="y", AUTHOR="")) == 3


def test_the_last_of_two_assignments_is_the_one_named(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text('TIMEZONE = "Europe/London"\nTIMEZONE: str = "Mars"\n')
    with pytest.raises(FanfareError, match=r"pelicanconf\.py:2: TIMEZONE"):
        check_settings({**GOOD, "TIMEZONE": "Mars"}, conf, tmp_path)


def test_a_plugins_own_settings_are_checked_too(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text('RELATED_POSTS = "3"\n')
    more = (Setting("RELATED_POSTS", "how many", whole_number),)
    with pytest.raises(FanfareError, match=r"pelicanconf\.py:1: RELATED_POSTS: '3' is not a whole"):
        check_settings({**GOOD, "RELATED_POSTS": "3"}, conf, tmp_path, more)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("guests/", "'guests/' does not say {slug}. Without it, all of them would have the same."),
        (None, "None does not say {slug}."),
        ("{slug}/{name}/", "has {name} in it. Leave that out: only {slug} is known."),
        ("{slug}/{date:%Y}/", "has {date:%Y} in it."),
        ("{slug}/{/", "has {/ in it."),
        ("{slug}}/", "has } in it."),
    ],
)
def test_an_address_of_each_of_several_says_slug_and_nothing_else(
    tmp_path: Path, value: object, complaint: str
) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(f"GUEST_URL = {value!r}\n")
    more = (Setting("GUEST_URL", "address of a guest", with_slug),)
    check_settings({**GOOD, "GUEST_URL": "friends/{slug}/"}, conf, tmp_path, more)
    with pytest.raises(FanfareError) as caught:
        check_settings({**GOOD, "GUEST_URL": value}, conf, tmp_path, more)
    assert complaint in str(caught.value)


def test_a_name_that_is_almost_a_setting_is_a_warning(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("NEWSLETER = None\nMOOD = 1\nDEFAULT_PAGINATON = 5\n_SITENAMES = 1\n")
    warnings = check_settings(GOOD, conf, tmp_path, foreign=["DEFAULT_PAGINATION"])
    assert [str(warning) for warning in warnings] == [
        'pelicanconf.py:1: NEWSLETER is read by nothing here. Did you mean "NEWSLETTER"?',
        "pelicanconf.py:3: DEFAULT_PAGINATON is read by nothing here. "
        'Did you mean "DEFAULT_PAGINATION"?',
    ]


def test_a_setting_that_publishconf_changes_is_found_there(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('SITEURL = "https://x.example"\n')
    conf = tmp_path / "publishconf.py"
    conf.write_text('import os\nSITEURL = "x.example"\n')
    with pytest.raises(FanfareError, match=r"publishconf\.py:2: SITEURL"):
        check_settings({**GOOD, "SITEURL": "x.example"}, conf, tmp_path)


@pytest.mark.parametrize("name", NEWSLETTER_PROVIDERS)
def test_the_example_of_every_newsletter_provider_is_a_valid_account(
    tmp_path: Path, name: str
) -> None:
    example = NEWSLETTER_PROVIDERS[name].account.split('"')[1]
    assert _findings(tmp_path, NEWSLETTER={"provider": name, "account": example}) == []
