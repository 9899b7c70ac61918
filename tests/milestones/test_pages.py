"""What readers get of fans and goals, with Fanfare's theme and with Pelican's plainest."""

from __future__ import annotations

import filecmp
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

import milestones
from fanfare.errors import FanfareError
from milestones import PUBLIC
from tests.guest_posts import small_site as guest_site
from tests.small_site import THEMES, Built, build_site, post

GOALS = """
thanks = "To all of you, <b>truly</b>."

[[channels]]
key = "letter"
label = "The Friday letter"
kind = "stock"
engaged = true
counts = "a confirmed address"

[[channels]]
key = "mastodon"
label = "Masto & Don"
kind = "stock"
engaged = true

[[milestones]]
threshold = 50
thanks = "To Ilse."

[[milestones]]
threshold = 100

[goal]
statement = "On 31 December 2026, 140 <people> read along."
metric = "fans"
target = 140
baseline = 40
start = 2026-01-01
end = 2026-12-31
ramp = "even"
control = "mine"
strategy = "Write one true thing."
[goal.stretch]
statement = "Nine hundred read along."
target = 900

[[key_results]]
name = "A story a week"
measure = "stories"
period = "week"
target = 1

[[key_results]]
name = "Speak twice a quarter"
measure = "events:talk"
period = "quarter"
target = 2
"""

FANS = (
    "date,channel,count,note\n"
    + "".join(
        f"2026-{1 + week // 4:02}-{1 + 7 * (week % 4):02},letter,{40 + 2 * week},\n"
        for week in range(16)
    )
    + "2026-02-01,mastodon,12,\n"
)

EVENTS = (
    "date,kind,title,id,caused_by,url\n"
    "2026-01-09,talk,The town <hall>,hall,,\n"
    "2026-02-20,met,Ilse of the pumps,,hall,https://ilse.example/?a=1&b=2\n"
)

FILES = {"data/goals.toml": GOALS, "data/fans.csv": FANS, "data/events.csv": EVENTS}

ALL_PUBLIC = f"MILESTONES_PUBLIC = {dict.fromkeys(PUBLIC, True)!r}\n"

SCHEMA = Path(milestones.__file__).with_name("milestones.schema.json")


def build(
    root: Path, files: Mapping[str, str] = FILES, conf: str = "", theme: str = "folio"
) -> Built:
    posts = {"posts/a.md": post("A", 5), "posts/b.md": post("B", 12)}
    conf += 'PLUGINS = [*PLUGINS, "syndication"]\n'  # which makes feeds of the entries
    return build_site(root, {**posts, **files}, conf, theme, plugin="milestones")


@pytest.fixture(scope="module", params=THEMES)
def everything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site on which every part is public."""
    return build(tmp_path_factory.mktemp("site"), conf=ALL_PUBLIC, theme=request.param)


@pytest.fixture(scope="module", params=THEMES)
def usual(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose author has chosen nothing."""
    return build(tmp_path_factory.mktemp("site"), theme=request.param)


def words(built: Built, path: str = "milestones") -> str:
    return re.sub(r"\s+", " ", built.page(path).get_text(" "))


def said(built: Built) -> dict[str, object]:
    return dict(json.loads(built.text("milestones.json")))


def test_the_count_is_a_range_with_its_day(usual: Built) -> None:
    assert "At least 70 fans, at most 82" in words(usual)
    assert "Counted on 22 April 2026" in words(usual)


def test_the_page_says_how_it_was_counted(usual: Built) -> None:
    assert "the same people may be in several" in words(usual)


def test_the_goal_stands_there_with_a_word_for_how_it_is(usual: Built) -> None:
    page = usual.page("milestones")
    status = page.select_one(".milestones-status")
    progress = page.select_one("progress")
    assert status is not None
    assert status.text == "Behind"
    assert progress is not None
    assert (progress["value"], progress["max"]) == ("70", "140")


def test_the_chart_has_a_name_a_description_and_a_table(usual: Built) -> None:
    page = usual.page("milestones")
    chart = page.select_one("svg[role=img]")
    assert chart is not None
    for attribute in ("aria-labelledby", "aria-describedby"):
        described = page.find(id=str(chart[attribute]))
        assert described is not None
        assert described.text.strip()
    rows = [row.get_text(" ", strip=True) for row in page.select("details table")[0].select("tr")]
    assert rows[1:] == [
        "22 April 2026 70 82",
        "22 March 2026 62 74",
        "22 February 2026 54 66",
        "22 January 2026 46 46",
    ]


def test_milestones_have_dates_and_thanks(usual: Built) -> None:
    listed = [
        re.sub(r"\s+", " ", li.get_text(" "))
        for li in usual.page("milestones").select(".milestones-list li")
    ]
    assert listed[0].strip() == "50 8 February 2026 To Ilse."
    assert listed[1].strip().startswith("100 still ahead: about ")


def test_what_led_to_what_is_a_tree(usual: Built) -> None:
    inner = usual.page("milestones").select_one(".milestones-chains li li a")
    assert inner is not None
    assert (inner.text, inner["href"]) == ("Ilse of the pumps", "https://ilse.example/?a=1&b=2")


def test_all_weeks_are_there(usual: Built) -> None:
    assert "All weeks: 17" in words(usual)


def test_what_the_author_writes_is_text_and_never_markup(everything: Built) -> None:
    html = everything.text("milestones")
    assert "<people>" not in html
    assert "<b>truly" not in html
    assert "<hall>" not in html
    assert "140 <people> read along." in words(everything)
    assert "&amp;amp;" not in html


def test_ids_are_unique(everything: Built) -> None:
    ids = [str(tag["id"]) for tag in everything.page("milestones").find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_key_results_channels_quarters_and_the_plan_are_private_unless_one_says_so(
    usual: Built, everything: Built
) -> None:
    private = ("A story a week", "Friday letter", "Masto & Don", "Quarter 1", "one true thing")
    for text in private:
        assert text not in words(usual)
        assert text not in usual.text("milestones.json")
        assert text in words(everything)
        assert text in everything.text("milestones.json")


FILES_OF = {
    "badge": "badge.svg",
    "feed": "feeds/milestones.rss.xml",
}


@pytest.mark.parametrize("part", FILES_OF)
def test_what_is_private_has_no_file(tmp_path: Path, usual: Built, part: str) -> None:
    assert usual.exists(FILES_OF[part])
    built = build(tmp_path, conf=f"MILESTONES_PUBLIC = {{{part!r}: False}}\n")
    assert not built.exists(FILES_OF[part])
    assert FILES_OF[part] not in built.text("milestones")


def test_a_private_widget_leaves_no_trace_on_the_home_page(tmp_path: Path) -> None:
    built = build(tmp_path, conf='MILESTONES_PUBLIC = {"widget": False}\n')
    assert "How many read along" not in words(built, ".")


def test_no_template_can_read_the_records(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "index.html").write_text("{{ self._TemplateReference__context.get_all() }}")
    conf = f"THEME_TEMPLATES_OVERRIDES = [{str(mine)!r}]\n"
    files = {**FILES, "data/fans.csv": FANS.replace(",12,", ",12,very private")}
    assert "very private" not in build(tmp_path, files, conf).text(".")


@pytest.mark.parametrize("setting", ["MILESTONES_SAVE_AS", "MILESTONES_JSON_SAVE_AS"])
@pytest.mark.parametrize("nothing", ['""', "None"])
def test_a_file_can_be_switched_off(tmp_path: Path, setting: str, nothing: str) -> None:
    files = {
        "MILESTONES_SAVE_AS": "milestones/index.html",
        "MILESTONES_JSON_SAVE_AS": "milestones.json",
    }
    built = build(tmp_path, conf=f"{setting} = {nothing}\n")
    assert [name for name in files.values() if not built.exists(name)] == [files[setting]]
    assert "milestones/" not in built.text(".") or setting != "MILESTONES_SAVE_AS"


def test_no_file_is_written_outside_of_the_site(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match="outside of the site"):
        build(tmp_path, conf='MILESTONES_JSON_SAVE_AS = "../escaped.json"\n')
    assert not (tmp_path / "escaped.json").exists()


def test_nothing_public_means_no_file(tmp_path: Path) -> None:
    built = build(tmp_path, conf=f"MILESTONES_PUBLIC = {dict.fromkeys(PUBLIC, False)!r}\n")
    for name in ("milestones", "milestones.json", "badge.svg", "feeds/milestones.atom.xml"):
        assert not built.exists(name)
    assert "milestones" not in built.text(".")


def test_without_records_there_is_nothing(tmp_path: Path) -> None:
    built = build(tmp_path, files={})
    assert not built.exists("milestones")
    assert not built.exists("milestones.json")
    assert "milestones" not in built.text(".")


@pytest.mark.parametrize(
    "files",
    [
        {"data/goals.toml": GOALS},
        {
            "data/goals.toml": GOALS,
            "data/fans.csv": "date,channel,count,note\n2026-03-01,letter,3,\n",
        },
        {"data/goals.toml": GOALS.split("[goal]")[0], "data/fans.csv": FANS},
        FILES,
    ],
    ids=["a goal alone", "one reading", "no goal", "all"],
)
def test_the_json_keeps_to_its_schema(tmp_path: Path, files: dict[str, str]) -> None:
    built = build(tmp_path, files, conf=ALL_PUBLIC)
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    checked = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in checked.iter_errors(said(built))] == []


def test_the_json_says_what_the_page_says(everything: Built) -> None:
    told = said(everything)
    assert told["fans"] == {"low": 70, "high": 82, "as_of": "2026-04-22"}
    assert told["milestones"] == [
        {"threshold": 50, "reached_on": "2026-02-08"},
        {"threshold": 100, "reached_on": None},
    ]
    assert told["checkpoints"] == [
        {"date": "2026-03-31", "target": 65},
        {"date": "2026-06-30", "target": 90},
        {"date": "2026-09-30", "target": 115},
        {"date": "2026-12-31", "target": 140},
    ]


def test_the_badge_says_how_many_at_least(usual: Built) -> None:
    drawn = etree.fromstring(usual.text("badge.svg").encode())
    assert "".join(drawn.xpath("//*[local-name()='title']/text()")) == "fans: 70+"


def test_sample_data_are_called_so_wherever_they_are_seen(tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "data/goals.toml": f"sample = true\n{GOALS}"})
    assert "Sample data" in words(built)
    assert "sample data" in words(built, ".")
    assert "sample" in built.text("badge.svg")
    assert "sample" in built.text("feeds/milestones.rss.xml")
    assert said(built)["sample"] is True


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_each_milestone_reached_is_an_entry_in_the_feeds(usual: Built, kind: str) -> None:
    feed = etree.fromstring(usual.text(f"feeds/milestones.{kind}.xml").encode())
    entries = feed.xpath("//*[local-name()='entry' or local-name()='item']")
    assert len(entries) == 1
    told = etree.tostring(entries[0], encoding="unicode")
    assert "50 fans" in told
    assert "https://tiny.example/milestones/#milestone-50" in told
    assert "2026-02-08" in told or "08 Feb 2026" in told
    assert usual.page("milestones").find(id="milestone-50")


def test_entries_are_the_newest_first_and_thank_in_text(tmp_path: Path) -> None:
    goals = GOALS.replace('thanks = "To Ilse."', 'thanks = "To <b>Ilse</b>."').replace(
        "threshold = 100", "threshold = 60"
    )
    built = build(tmp_path, {**FILES, "data/goals.toml": goals})
    feed = built.text("feeds/milestones.rss.xml")
    assert feed.index("60 fans") < feed.index("50 fans")
    assert "<b>Ilse" not in feed


def test_what_was_there_at_the_first_count_is_no_news(tmp_path: Path) -> None:
    goals = GOALS.replace("threshold = 50", "threshold = 40")
    built = build(tmp_path, {**FILES, "data/goals.toml": goals})
    assert not built.exists("feeds/milestones.rss.xml")
    assert "40 1 January 2026" in words(built)


def test_the_page_links_its_feeds_and_figures(usual: Built) -> None:
    links = [str(a["href"]) for a in usual.page("milestones").select(".milestones a[href]")]
    for name in ("milestones.json", "feeds/milestones.atom.xml", "feeds/milestones.rss.xml"):
        assert f"https://tiny.example/{name}" in links


def test_the_count_has_the_day_it_was_made(tmp_path: Path) -> None:
    """Later readings of what is no fan do not make it newer."""
    goals = GOALS + '[[channels]]\nkey = "views"\nlabel = "Views"\nkind = "reach"\n'
    files = {**FILES, "data/goals.toml": goals, "data/fans.csv": f"{FANS}2026-06-01,views,900,\n"}
    built = build(tmp_path, files)
    assert "Counted on 22 April 2026" in words(built)
    fans = said(built)["fans"]
    assert isinstance(fans, dict)
    assert fans["as_of"] == "2026-04-22"


def test_a_goal_of_one_channel_says_of_what_it_counts(tmp_path: Path) -> None:
    goals = GOALS.replace('metric = "fans"', 'metric = "mastodon"').replace(
        "target = 140", "target = 99"
    )
    files = {**FILES, "data/goals.toml": goals.replace("baseline = 40", "baseline = 0")}
    assert "12 of 99 (Masto & Don)" in words(build(tmp_path, files, ALL_PUBLIC))


def test_the_plugin_is_enough_on_a_plain_pelican_site(tmp_path: Path) -> None:
    """With nothing of Fanfare but the folder of plugins, and Pelican's own command."""
    plugins = Path(milestones.__file__).parents[1]
    (tmp_path / "pelicanconf.py").write_text(
        f"PATH, SITENAME, TIMEZONE = 'content', 'Plain', 'UTC'\nSITEURL = 'https://plain.example'\n"
        f"PLUGIN_PATHS, PLUGINS = [{str(plugins)!r}], ['milestones']\nSTATIC_PATHS = ['']\n"
    )
    for name, text in FILES.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    command = [sys.executable, "-m", "pelican", "--fatal", "warnings"]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = Built(tmp_path / "output", [])
    assert "At least 70 fans, at most 82" in words(built)
    assert said(built)["milestones"]
    assert built.exists("badge.svg")
    assert [path.name for path in (tmp_path / "output").rglob("*.csv")] == []
    assert [path.name for path in (tmp_path / "output").rglob("*.toml")] == []


def test_the_home_page_of_folio_has_the_newest_count(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert "At least 70 fans on 22 April 2026" in words(built, ".")
    assert "70 of 140" in words(built, ".")


def test_any_template_can_show_the_newest_count(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "index.html").write_text('{% include "milestones/widget.html" %}')
    conf = f"THEME_TEMPLATES_OVERRIDES = [{str(mine)!r}]\n"
    built = build(tmp_path, conf=conf, theme="simple")
    assert "At least 70 fans on 22 April 2026" in words(built, ".")


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = (build(tmp_path / name, conf=ALL_PUBLIC).output for name in ("one", "two"))
    names = ["milestones/index.html", "milestones.json", "badge.svg", "feeds/milestones.atom.xml"]
    same, different, missing = filecmp.cmpfiles(one, two, names, shallow=False)
    assert (same, different, missing) == (names, [], [])


def test_a_mistake_in_the_records_stops_the_build_with_its_line(tmp_path: Path) -> None:
    files = {**FILES, "data/fans.csv": "date,channel,count\n2026-01-01,letter,a lot\n"}
    with pytest.raises(FanfareError, match=r"content/data/fans\.csv:2: .*a lot"):
        build(tmp_path, files)


def test_a_cause_that_nobody_knows_is_said_with_its_line(tmp_path: Path) -> None:
    files = {**FILES, "data/events.csv": EVENTS.replace(",hall,https", ",halls,https")}
    built = build(tmp_path, files)
    assert [(one.source, one.line) for one in built.warnings] == [("content/data/events.csv", 3)]
    assert 'Did you mean "hall"?' in built.warnings[0].remedy


def test_a_post_can_be_a_cause(tmp_path: Path) -> None:
    files = {**FILES, "data/events.csv": EVENTS.replace(",hall,https", ",a,https")}
    built = build(tmp_path, files)
    assert built.warnings == []
    assert built.page("milestones").select_one(
        '.milestones-chains a[href="https://tiny.example/posts/a/"]'
    )


@pytest.mark.parametrize(
    "wrong",
    ['{"countt": True}', '{"count": "yes"}', "True"],
    ids=["misspelt", "no flag", "no dict"],
)
def test_a_wrong_choice_of_parts_stops_the_build(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(FanfareError, match="MILESTONES_PUBLIC"):
        build(tmp_path, conf=f"MILESTONES_PUBLIC = {wrong}\n")


def test_key_results_are_counted_from_the_content(tmp_path: Path) -> None:
    """Stories here, guest posts among them, posts elsewhere, sites that became partners."""
    measures = ("stories", "guest_posts", "elsewhere", "partnerships")
    results = "".join(
        f'[[key_results]]\nname = "{one}"\nmeasure = "{one}"\nperiod = "year"\ntarget = 4\n'
        for one in measures
    )
    files = {
        **guest_site.RECORDS,
        "data/goals.toml": GOALS.split("[[key_results]]")[0] + results,
        "data/fans.csv": FANS,
        "posts/mine.md": post("Mine"),
        "posts/guest.md": post("Theirs", 3, Author="Jun Ko"),
        "posts/copy.md": post("Copy", 4, Original_url="https://quay.example/other"),
        "posts/draft.md": post("Draft", 5, Status="draft"),
        "posts/late.md": post("After the last reading", 5).replace("2026-01-05", "2026-08-05"),
    }
    conf = f'{ALL_PUBLIC}PLUGINS = ["milestones", "guest_posts", "folio"]\n'
    built = guest_site.build_site(tmp_path, files, conf)
    key_results = said(built)["key_results"]
    assert isinstance(key_results, list)
    counted = {one["name"]: one["actual"] for one in key_results}
    assert counted == {"stories": 2, "guest_posts": 1, "elsewhere": 1, "partnerships": 1}
