from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench.serving import Serving, edit, fetch, make_small_site

FAILING_PLUGIN = "def register():\n    raise ValueError('the tally is lost')\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_small_site(tmp_path / "my site – ä")


@pytest.fixture
def serving(site: Path) -> Iterator[Serving]:
    with Serving(site) as running:
        yield running


class Gate:
    """A plugin that stops every build of a site in its middle."""

    def __init__(self, site: Path) -> None:
        self._path = site / "gate"
        os.mkfifo(self._path)
        plugin = site / "plugins" / "tally.py"
        waits = f"def register():\n    open({str(self._path)!r}).read()\n"
        plugin.write_text(waits, encoding="utf-8")

    def __enter__(self) -> None:
        """Wait until a build stands at the gate."""
        self._held = self._path.open("w")

    def __exit__(self, *_: object) -> None:
        """Let it through."""
        self._held.close()


needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def test_the_site_is_built_and_shown(serving: Serving) -> None:
    address = serving.address()

    assert "Built 2 posts and pages in" in " ".join(serving.said)
    assert "Hello to all." in fetch(f"{address}posts/one/")[1]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("content/posts/one.md", "Hello to all", "Goodbye"),
        ("pelicanconf.py", "Long Margin", "Short Margin"),
        ("themes/plain/templates/article.html", "by hand", "by foot"),
        ("plugins/tally.py", "counted", "guessed"),
        ("content/data/fans.csv", "12 fans", "13 fans"),
    ],
)
def test_a_change_is_named_built_and_shown(
    serving: Serving, name: str, before: str, after: str
) -> None:
    address = serving.address()

    edit(serving.root / name, before, after)

    serving.until(rf"^{name} changed; built 2 posts and pages in [\d.]+ s$")
    assert after in fetch(f"{address}posts/one/")[1]


def test_a_file_that_an_editor_puts_in_place_of_the_old_one_counts_every_time(
    serving: Serving,
) -> None:
    address = serving.address()
    settings = serving.root / "pelicanconf.py"
    for name in ("First", "Second"):
        beside = settings.with_name("pelicanconf.py~")
        beside.write_text(settings.read_text("utf-8") + f"SITENAME = {name!r}\n", "utf-8")
        beside.replace(settings)
        serving.until("^pelicanconf.py changed; built")
        assert f"One - {name}" in fetch(f"{address}posts/one/")[1]


def test_a_folder_that_is_deleted_and_comes_back_is_still_watched(serving: Serving) -> None:
    address = serving.address()
    content = serving.root / "content"
    aside = serving.root / "aside"
    content.rename(aside)
    serving.until("changed; ")
    shutil.copytree(aside, content)
    serving.until("changed; built 2 posts and pages")

    edit(content / "posts/one.md", "Hello to all", "Goodbye")

    serving.until("content/posts/one.md changed; built")
    assert "Goodbye" in fetch(f"{address}posts/one/")[1]


def test_two_quick_saves_of_a_plugin_show_the_second(serving: Serving) -> None:
    address = serving.address()
    plugin = serving.root / "plugins/tally.py"
    edit(plugin, "counted", "guessed")
    serving.until("plugins/tally.py changed; built")

    edit(plugin, "guessed", "divined")

    serving.until("plugins/tally.py changed; built")
    assert "divined: 12 fans" in fetch(f"{address}posts/one/")[1]


@needs_fifo
def test_a_change_during_a_build_leads_to_one_more(site: Path) -> None:
    gate = Gate(site)
    with Serving(site) as serving:
        with gate:
            pass
        address = serving.address()
        edit(site / "content/posts/one.md", "Hello to all", "First")
        with gate:
            edit(site / "content/posts/two.md", "Hello again", "Second")
        serving.until("content/posts/one.md changed; built")
        with gate:
            pass

        serving.until("content/posts/two.md changed; built")
        assert "Second" in fetch(f"{address}posts/two/")[1]


def test_a_mistake_is_said_in_the_terminal_and_shown_until_it_is_mended(serving: Serving) -> None:
    address = serving.address()
    post = serving.root / "content/posts/one.md"

    edit(post, "2026-01-01", "2026-13-01")

    serving.until("^content/posts/one.md changed; not built: 1 error, 0 warnings$")
    serving.until('^error: content/posts/one.md:2: Date "2026-13-01" is not a date.')
    status, page = fetch(f"{address}posts/two/")
    assert status == 500
    assert "content/posts/one.md:2" in page

    edit(post, "2026-13-01", "2026-01-01")

    serving.until("^content/posts/one.md changed; built 2")
    assert fetch(f"{address}posts/two/")[0] == 200


@pytest.mark.parametrize(
    ("name", "mistake", "said"),
    [
        ("pelicanconf.py", "TIMEZONE = (", r"error: pelicanconf.py:\d+: This is not Python"),
        ("pelicanconf.py", "TIMEZONE = 'Mars/Base'", r"error: pelicanconf.py:\d+: TIMEZONE"),
        (
            "themes/plain/templates/article.html",
            "{% if %}",
            r"error: themes/plain/templates/article.html:\d+: Expected an expression",
        ),
        ("plugins/tally.py", FAILING_PLUGIN, r"error: plugins/tally.py:\d+: the tally is lost"),
        ("plugins/tally.py", "def register(:", "error: .*tally"),
        ("plugins/tally.py", "import no_such_module", "error: Cannot load plugin `tally`"),
    ],
)
def test_a_mistake_anywhere_is_said_by_file_and_line_and_gone_with_the_next_save(
    serving: Serving, name: str, mistake: str, said: str
) -> None:
    address = serving.address()
    path = serving.root / name
    right = path.read_text("utf-8")

    path.write_text(f"{right}\n{mistake}\n", encoding="utf-8")

    serving.until(said)
    assert not any("Traceback" in line for line in serving.said)
    assert fetch(f"{address}posts/one/")[0] == 500

    path.write_text(right, encoding="utf-8")

    serving.until(f"{name} changed; built 2 posts and pages")
    assert "counted: 12 fans" in fetch(f"{address}posts/one/")[1]


def test_a_first_build_that_fails_is_shown_too(site: Path) -> None:
    post = site / "content/posts/one.md"
    edit(post, "2026-01-01", "soon")
    with Serving(site) as serving:
        address = serving.address()
        assert fetch(address)[0] == 500

        edit(post, "soon", "2026-01-01")

        serving.until("changed; built 2")
        assert fetch(address)[0] == 200


def test_a_failed_build_leaves_the_last_good_output_untouched(serving: Serving) -> None:
    serving.address()
    page = serving.root / "output/posts/one/index.html"
    before = page.read_bytes()

    edit(serving.root / "content/posts/one.md", "Date: 2026-01-01", "Date: never")
    serving.until("not built")

    assert page.read_bytes() == before


def test_a_warning_is_said_once_for_as_long_as_it_stays(serving: Serving) -> None:
    serving.address()
    with (serving.root / "content/posts/one.md").open("a", encoding="utf-8") as post:
        post.write("\n[gone]({filename}gone.md)\n")
    serving.until("built 2 posts and pages in .*, 1 warning$")
    serving.until('^warning: content/posts/one.md:6: There is no file "gone.md"')

    edit(serving.root / "content/posts/two.md", "again", "once more")
    serving.until("built 2 posts and pages in .*, 1 warning$")
    edit(serving.root / "content/posts/two.md", "once more", "again")
    serving.until("built 2 posts and pages in .*, 1 warning$")

    assert sum(line.startswith("warning: ") for line in serving.said) == 1


def test_what_a_plugin_prints_is_seen(serving: Serving) -> None:
    serving.address()

    edit(serving.root / "plugins/tally.py", "def count", "print('tallying')\n\n\ndef count")

    serving.until("^tallying$")
    serving.until("changed; built")


def test_a_build_that_is_killed_is_a_mistake_that_goes_away(serving: Serving) -> None:
    address = serving.address()
    plugin = serving.root / "plugins/tally.py"
    before = plugin.read_text("utf-8")
    plugin.write_text(
        "import os, signal\n\n\ndef register():\n    os.kill(os.getpid(), signal.SIGKILL)\n",
        "utf-8",
    )
    serving.until("error: The build stopped without a result: Killed")
    assert "Killed" in fetch(address)[1]

    plugin.write_text(before, encoding="utf-8")

    serving.until("plugins/tally.py changed; built")
    assert fetch(address)[0] == 200


def test_a_build_that_exits_says_its_last_words(serving: Serving) -> None:
    serving.address()

    (serving.root / "plugins/tally.py").write_text(
        "import os, sys\n\n\ndef register():\n"
        "    print('first word\\nlast word', file=sys.stderr, flush=True)\n    os._exit(3)\n",
        encoding="utf-8",
    )

    serving.until("error: The build stopped without a result: last word.")


def test_an_interruption_ends_it_with_status_0_and_no_traceback(serving: Serving) -> None:
    serving.address()

    assert serving.interrupt() == 0
    assert serving.rest() == ["Stopped."]


@needs_fifo
def test_an_interruption_in_the_middle_of_a_build_leaves_no_process_behind(site: Path) -> None:
    gate = Gate(site)
    plugin = site / "plugins/tally.py"
    plugin.write_text(
        "import os\n\nopen('pid', 'w').write(str(os.getpid()))\n" + plugin.read_text("utf-8"),
        "utf-8",
    )
    with Serving(site) as serving, gate:
        builder = int((site / "pid").read_text())

        assert serving.interrupt() == 0
        assert serving.rest() == ["Building ...", "Stopped."]
        with pytest.raises(ProcessLookupError):
            os.kill(builder, 0)


@needs_fifo
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_however_it_ends_in_a_build_no_process_is_left_and_the_output_is_as_it_was(
    site: Path, number: signal.Signals
) -> None:
    gate = Gate(site)
    alive = site / "alive"
    os.mkfifo(alive)
    plugin = site / "plugins/tally.py"
    holds = f"held = open({str(alive)!r}, 'w')\n"  # by every process of the build, to its end
    plugin.write_text(
        plugin.read_text("utf-8").replace("register():\n", f"register():\n    {holds}")
    )
    with Serving(site) as serving:
        with alive.open(), gate:
            pass
        serving.address()
        before = (site / "output/posts/one/index.html").read_bytes()
        edit(site / "content/posts/one.md", "Hello to all", "Goodbye")
        with alive.open() as life, gate:
            serving.process.send_signal(number)

            assert life.read() == ""
        serving.rest()
        assert (site / "output/posts/one/index.html").read_bytes() == before


@needs_fifo
def test_a_process_that_waits_for_builds_ends_with_who_asks_for_them(site: Path) -> None:
    alive = site / "alive"
    os.mkfifo(alive)
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write(f"import sys\nsys.path.insert(0, {str(site / 'plugins')!r})\n")
    (site / "plugins/tally.py").write_text(
        f"held = open({str(alive)!r}, 'w')\n\n\ndef register():\n    pass\n"
    )
    with Serving(site) as serving, alive.open() as life:
        serving.address()
        edit(site / "content/posts/one.md", "Hello to all", "Goodbye")
        serving.until("changed; built")
        serving.process.kill()

        assert life.read() == ""


def test_a_polite_request_to_terminate_ends_it_like_an_interruption(serving: Serving) -> None:
    serving.address()

    serving.process.send_signal(signal.SIGTERM)

    assert serving.rest() == ["Stopped."]
    assert serving.process.returncode == 0


def test_a_given_port_that_is_taken_ends_it_with_one_line(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with Serving(site, "--port", str(port)) as serving:
            assert serving.rest() == [f"error: Port {port} is taken. Give another one with --port."]
            assert serving.process.returncode == 1


def test_the_next_free_port_is_taken_and_said_where_none_is_given(site: Path) -> None:
    with Serving(site) as first, Serving(site) as second:
        ports = {int(running.address().split(":")[-1].strip("/")) for running in (first, second)}

        assert len(ports) == 2
        said = [line for line in first.said + second.said if line.startswith("Port 8000 is taken")]
        assert said


def test_the_browser_is_opened_on_request(site: Path) -> None:
    note = site / "opened"
    browser = site / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{note}"\n', encoding="utf-8")
    browser.chmod(0o755)
    with Serving(site, "--open", BROWSER=f"'{browser}' %s") as serving:
        address = serving.address()
        edit(site / "content/posts/one.md", "Hello", "Hi")
        serving.until("changed; built")

        assert note.read_text("utf-8").strip() == address
