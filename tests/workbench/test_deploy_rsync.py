"""A site in a folder, here and over ssh: real rsync, a real sshd on loopback."""

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from workbench.deploy.records import Changes
from workbench.deploy.rsync import Rsync, read_report

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")


class Counting(Silent):
    """Progress that can be asked how far it came."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.done = 0

    def step(self, name: str, total: int | None = None) -> None:
        self.total = total

    def advance(self) -> None:
        self.done += 1


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def send(destination: Rsync) -> Counting:
    output, progress = destination.root / "output", Counting()

    @contextmanager
    def open_progress() -> Iterator[Counting]:
        yield progress

    destination.send(output, destination.compare(output), "Publish", open_progress)
    return progress


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "my site"
    write(folder, {"output/index.html": "home", "output/posts/ramp/index.html": "ramp"})
    return folder


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "the web"
    folder.mkdir()
    return folder


def test_the_folder_becomes_the_site(root: Path, www: Path) -> None:
    write(www, {"index.html": "old home", "old/index.html": "old"})
    send(Rsync(root, str(www)))
    assert content(www) == content(root / "output")
    assert not (www / "old").exists()


def test_comparing_lists_what_would_change_and_changes_nothing(root: Path, www: Path) -> None:
    write(www, {"index.html": "old home", "old/index.html": "old"})
    before = content(www)
    assert Rsync(root, str(www)).compare(root / "output").changes == Changes(
        ("posts/ramp/index.html",), ("index.html",), ("old/index.html",)
    )
    assert content(www) == before


def test_content_decides_and_not_time(root: Path, www: Path) -> None:
    send(Rsync(root, str(www)))
    os.utime(root / "output/index.html", (0, 0))
    stamp = (www / "posts/ramp/index.html").stat().st_mtime_ns
    os.utime(root / "output/posts/ramp/index.html", ns=(stamp, stamp))
    (root / "output/posts/ramp/index.html").write_text("pram")
    os.utime(root / "output/posts/ramp/index.html", ns=(stamp, stamp))
    assert Rsync(root, str(www)).compare(root / "output").changes == Changes(
        changed=("posts/ramp/index.html",)
    )


def test_progress_counts_every_file(root: Path, www: Path) -> None:
    write(www, {"old/index.html": "old"})
    progress = send(Rsync(root, str(www)))
    assert (progress.done, progress.total) == (3, 3)


def test_a_web_server_may_read_what_is_new(root: Path, www: Path) -> None:
    (root / "output/index.html").chmod(0o600)
    (root / "output/posts").chmod(0o700)
    send(Rsync(root, str(www)))
    assert (www / "index.html").stat().st_mode & 0o044 == 0o044
    assert (www / "posts").stat().st_mode & 0o055 == 0o055


def test_rights_that_were_set_there_stay(root: Path, www: Path) -> None:
    write(www, {"index.html": "old home"})
    (www / "index.html").chmod(0o664)
    www.chmod(0o2775)
    send(Rsync(root, str(www)))
    assert (www / "index.html").stat().st_mode & 0o7777 == 0o664
    assert www.stat().st_mode & 0o7777 == 0o2775


def test_what_is_to_be_kept_is_kept(root: Path, www: Path) -> None:
    write(www, {".well-known/acme/token": "t", "stats.csv": "1", "old.html": "old"})
    write(root, {"output/.well-known/webfinger": "{}"})
    send(Rsync(root, str(www), keep=(".well-known/", "/stats.csv")))
    kept = {".well-known/acme/token": b"t", "stats.csv": b"1"}
    assert content(www) == content(root / "output") | kept


def test_names_arrive_as_they_are(root: Path, www: Path) -> None:
    write(root, {"output/büch er/日本.html": "x", "output/ lead.html": "x", "output/a\\#123": "x"})
    write(www, {"büch er/weg 'n $fort.html": "y"})
    destination = Rsync(root, str(www))
    changes = destination.compare(root / "output").changes
    assert {"büch er/日本.html", " lead.html", "a\\#123"} <= {*changes.added}
    assert changes.removed == ("büch er/weg 'n $fort.html",)
    send(destination)
    assert content(www) == content(root / "output")


def test_a_link_arrives_as_the_file_it_leads_to(root: Path, www: Path, tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere.png": "png"})
    (root / "output/image.png").symlink_to(tmp_path / "elsewhere.png")
    send(Rsync(root, str(www)))
    assert not (www / "image.png").is_symlink()
    assert (www / "image.png").read_text() == "png"


def test_a_folder_gives_way_to_a_file_and_a_file_to_a_folder(root: Path, www: Path) -> None:
    write(www, {"index.html/inner.txt": "x", "posts": "a file"})
    send(Rsync(root, str(www)))
    assert content(www) == content(root / "output")


def test_what_a_killed_deployment_left_is_finished(root: Path, www: Path) -> None:
    write(www, {"posts/ramp/.index.html.a1B2c3": "ra", "posts/ramp/.~tmp~/index.html": "ra"})
    destination = Rsync(root, str(www))
    assert destination.compare(root / "output").changes.removed == ()
    send(destination)
    assert content(www) == content(root / "output")


def test_a_folder_is_found_from_the_sites_own(root: Path, www: Path) -> None:
    assert Rsync(root, "../the web").target == f"{www.as_posix()}/"


def test_the_home_folder_may_be_written_as_a_tilde(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Rsync(root, "~/the web").target == f"{tmp_path.as_posix()}/the web/"


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        (".", "holds more than a site"),
        ("..", "holds more than a site"),
        ("/", "holds more than a site"),
        ("~", "holds more than a site"),
        ("content", "is inside the site's own folder"),
        ("output/", "is inside the site's own folder"),
        ("../nowhere", "does not exist. Create it: mkdir -p"),
        ("output/index.html", "is inside the site's own folder"),
    ],
)
def test_a_folder_that_must_not_be_replaced_is_refused(
    root: Path, where: str, complaint: str
) -> None:
    assert complaint in complaint_of(Rsync(root, where))


def test_a_link_to_the_sites_own_folder_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "www").symlink_to(root)
    assert "holds more than a site" in complaint_of(Rsync(root, "../www"))


def test_without_rsync_it_says_how_to_install_it(
    root: Path, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert complaint_of(Rsync(root, str(www))).startswith(
        "rsync is not installed. Install it: apt install rsync"
    )


def complaint_of(destination: Rsync) -> str:
    with pytest.raises(FanfareError) as error:
        destination.check()
    return str(error.value)


def test_the_report_is_read_line_by_line() -> None:
    report = (
        b">f+++++++++\tnew.html\n"
        b"<f+++++++\tfrom an older rsync.html\n"
        b"cd+++++++++\tposts/\n"
        b">fc.T......\tb\\#303\\#274cher.html\n"
        b".f...p.....\trights.html\n"
        b"*deleting  \told.html\n"
        b"*deleting  \told/\n"
        b"a word from elsewhere\n"
    )
    assert read_report(report.splitlines(keepends=True)) == Changes(
        ("from an older rsync.html", "new.html"), ("bücher.html",), ("old.html",)
    )


@dataclass(frozen=True)
class Host:
    """An sshd on loopback, and the options that lead to it."""

    name: str
    options: str
    other_key: Path


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    sshd = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not sshd or not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        pytest.skip("OpenSSH (ssh and sshd) is not installed")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd keeps nothing, but insists on it
    folder = tmp_path_factory.mktemp("sshd")
    for key in ("host_key", "author_key", "other_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)]
        subprocess.run(command, check=True)
    shutil.copy(folder / "author_key.pub", folder / "authorized_keys")
    with _listening(sshd, folder) as port:
        host_key = " ".join((folder / "host_key.pub").read_text().split()[:2])
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}\n")
        options = (
            f'-F none -p {port} -o "UserKnownHostsFile={folder}/known_hosts" -o BatchMode=yes '
            f'-o StrictHostKeyChecking=yes -o IdentitiesOnly=yes -i "{folder}/author_key"'
        )
        yield Host(f"{getpass.getuser()}@127.0.0.1", options, folder / "other_key")


@contextmanager
def _listening(sshd: str, folder: Path) -> Iterator[int]:
    """An sshd that listens, and the port it does so at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    settings = folder / "sshd_config"
    settings.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host_key\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
    )
    command = [sshd, "-D", "-e", "-f", str(settings)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = []
        for line in running.stderr:
            said.append(line.strip())
            if "Server listening" in line:
                break
        else:
            pytest.skip(f"sshd does not start here: {' '.join(said)}")
        try:
            yield port
        finally:
            running.terminate()


def test_over_ssh_the_folder_becomes_the_site(root: Path, www: Path, host: Host) -> None:
    write(www, {"index.html": "old home", "old/index.html": "old"})
    destination = Rsync(root, f"{host.name}:{www}", host.options)
    destination.check()
    assert destination.compare(root / "output").changes == Changes(
        ("posts/ramp/index.html",), ("index.html",), ("old/index.html",)
    )
    progress = send(destination)
    assert content(www) == content(root / "output")
    assert progress.done == 3
    assert destination.compare(root / "output").changes == Changes()


def test_over_ssh_a_folder_that_is_not_there_is_made(root: Path, www: Path, host: Host) -> None:
    send(Rsync(root, f"{host.name}:{www}/site", host.options))
    assert content(www / "site") == content(root / "output")


def test_over_ssh_a_folder_that_cannot_be_made_is_named(root: Path, www: Path, host: Host) -> None:
    destination = Rsync(root, f"{host.name}:{www}/not/there", host.options)
    with pytest.raises(FanfareError, match=r"not/there.*must exist"):  # rsync may lose the reason
        send(destination)


def test_a_host_that_lets_nobody_in_is_named(root: Path, www: Path, host: Host) -> None:
    options = host.options.replace("author_key", host.other_key.name)
    with pytest.raises(FanfareError, match=r"Permission denied.*Try the same host with ssh"):
        Rsync(root, f"{host.name}:{www}", options).compare(root / "output")


def test_a_host_that_does_not_answer_is_named(root: Path) -> None:
    with pytest.raises(FanfareError, match=r"Connection refused.*Try the same host with ssh"):
        Rsync(root, "127.0.0.1:www", "-F none -p 1").compare(root / "output")
