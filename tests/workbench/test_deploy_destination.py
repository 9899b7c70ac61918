"""Where a site is sent to: the setting DEPLOY, and what the command line says otherwise."""

from pathlib import Path

import pytest

from fanfare.destinations import deploy_destination, split_target
from fanfare.errors import FanfareError
from fanfare.settings import check_settings
from workbench.deploy import Wish, find_destination
from workbench.deploy.gh_pages import GhPages
from workbench.deploy.rsync import Rsync

ROOT = Path("/site")


def test_the_setting_alone_names_a_branch() -> None:
    setting = {"to": "gh-pages", "remote": "pages", "branch": "main"}
    assert find_destination(Wish(), setting, ROOT) == GhPages(ROOT, "pages", "main")


def test_the_setting_alone_names_a_folder() -> None:
    setting = {"to": "rsync", "target": "me@host:/www/", "ssh": "-p 2222", "keep": [".well-known/"]}
    assert find_destination(Wish(), setting, ROOT) == Rsync(
        ROOT, "me@host:/www/", "-p 2222", (".well-known/",)
    )


def test_gh_pages_needs_no_more_than_its_name() -> None:
    assert find_destination(Wish(to="gh-pages"), None, ROOT) == GhPages(ROOT, "origin", "gh-pages")


def test_an_option_goes_before_the_setting() -> None:
    setting = {"to": "gh-pages", "remote": "pages", "branch": "main"}
    assert find_destination(Wish(branch="live"), setting, ROOT) == GhPages(ROOT, "pages", "live")


def test_an_option_that_only_one_kind_takes_says_which_kind() -> None:
    assert find_destination(Wish(target="host:/www/"), {"to": "gh-pages"}, ROOT) == Rsync(
        ROOT, "host:/www/"
    )


def test_what_is_said_of_one_kind_is_not_taken_for_the_other() -> None:
    setting = {"to": "rsync", "target": "host:/www/", "ssh": "-p 2222"}
    assert find_destination(Wish(to="gh-pages"), setting, ROOT) == GhPages(ROOT)


def test_nothing_said_at_all_says_what_to_write() -> None:
    with pytest.raises(FanfareError) as error:
        find_destination(Wish(), None, ROOT)
    assert str(error.value) == (
        "Nothing says where this site is deployed to. "
        'Write DEPLOY = {"to": "gh-pages"} in publishconf.py, or {"to": "rsync", "target": '
        '"you@host:/folder/"}; or say --to gh-pages, or --to rsync --target ...'
    )


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        (Wish(to="gh-page"), '"gh-page" is nothing Fanfare deploys to. Did you mean "gh-pages"?'),
        (Wish(to="ftp"), '"ftp" is nothing Fanfare deploys to. Write "gh-pages" or "rsync".'),
        (Wish(to="rsync"), "the target is missing."),
        (Wish(to="gh-pages", target="x"), '"target" says nothing about gh-pages.'),
        (Wish(target="-e evil"), "the target '-e evil' is not a folder."),
        (Wish(target="host:"), 'the target "host:" names a host and no folder of its own.'),
        (Wish(target="host:/a", ssh="-p '2"), '"-p \'2" are not options of ssh.'),
        (Wish(to="gh-pages", remote="--all"), "the remote '--all' is not a name or an address."),
        (Wish(to="gh-pages", branch="a b"), "the branch 'a b' is not a name git takes."),
    ],
)
def test_a_wrong_option_is_named(wish: Wish, complaint: str) -> None:
    with pytest.raises(FanfareError) as error:
        find_destination(wish, None, ROOT)
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"to": "gh-pages"},
        {"to": "gh-pages", "remote": "git@host.example:me/site.git", "branch": "deploy/live"},
        {"to": "rsync", "target": "host:www"},
        {"to": "rsync", "target": "~/public_html"},
        {"to": "rsync", "target": "host::module", "ssh": ""},
        {"to": "rsync", "target": "host:~/www", "ssh": "-p 22 -i '/my keys/site'", "keep": ("a",)},
    ],
)
def test_a_right_setting_raises_no_complaint(value: object) -> None:
    assert list(deploy_destination(value)) == []


@pytest.mark.parametrize(
    "value",
    [
        "gh-pages",
        {},
        {"to": 1},
        {"target": "host:/www"},
        {"to": "rsync", "target": ""},
        {"to": "rsync", "target": 1},
        {"to": "rsync", "target": "a\nb"},
        {"to": "rsync", "target": "host:/"},
        {"to": "rsync", "target": "host:~"},
        {"to": "rsync", "target": "host:~other/"},
        {"to": "rsync", "target": "host:.."},
        {"to": "rsync", "target": "rsync://host/"},
        {"to": "rsync", "target": "host:/www", "ssh": "ssh -p 2222"},
        {"to": "rsync", "target": "host:/www", "ssh": 2222},
        {"to": "rsync", "target": "host:/www", "keep": ".well-known"},
        {"to": "rsync", "target": "host:/www", "keep": [""]},
        {"to": "rsync", "target": "host:/www", "branch": "main"},
        {"to": "gh-pages", "remote": ""},
        {"to": "gh-pages", "remote": None},
        *({"to": "gh-pages", "branch": name} for name in ("", "-b", "a..b", "a/", "a:b", "x.lock")),
    ],
)
def test_a_wrong_setting_raises_one_complaint(value: object) -> None:
    assert len(list(deploy_destination(value))) == 1


def test_a_wrong_setting_is_named_by_file_and_line(tmp_path: Path) -> None:
    settings_file = tmp_path / "publishconf.py"
    settings_file.write_text('A = 1\nDEPLOY = {"to": "rsnyc"}\n')
    values = dict.fromkeys(("SITENAME", "AUTHOR", "POSITIONING"), "x")
    values |= {"SITEURL": "https://a.example", "TIMEZONE": "Europe/London", "DEFAULT_LANG": "en"}
    with pytest.raises(FanfareError) as error:
        check_settings({**values, "DEPLOY": {"to": "rsnyc"}}, settings_file, tmp_path)
    assert str(error.value) == (
        'publishconf.py:2: DEPLOY: "rsnyc" is nothing Fanfare deploys to. Did you mean "rsync"?'
    )


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("/var/www", ("", "/var/www")),
        ("www", ("", "www")),
        ("./a:b", ("", "./a:b")),
        ("host:/var/www", ("host", "/var/www")),
        ("me@host:www/a:b", ("me@host", "www/a:b")),
        ("host::module/a", ("host", "module/a")),
        ("rsync://host:873/module/a", ("host:873", "module/a")),
    ],
)
def test_host_and_folder_are_told_apart_as_rsync_does(target: str, parts: tuple[str, str]) -> None:
    assert split_target(target) == parts
