"""Where to: the setting `DEPLOY`, and what the command line says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fanfare.destinations import DEPLOY_KEYS, deploy_destination
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.deploy.gh_pages import GhPages
from workbench.deploy.records import Destination
from workbench.deploy.rsync import Rsync


@dataclass(frozen=True, slots=True)
class Wish:
    """A destination as the command line names it; empty where it says nothing."""

    to: str = ""
    remote: str = ""
    branch: str = ""
    target: str = ""
    ssh: str = ""


def find_destination(wish: Wish, setting: object, root: Path) -> Destination:
    """The destination that `wish` and the setting `DEPLOY` of the site in `root` name together.

    What the setting says of one kind of destination is not taken for another. Raises
    `FanfareError` where they name none, or none that can be.
    """
    said = {key: text for key, text in asdict(wish).items() if text}
    to = wish.to or _kind_of(said) or _kind_in(setting)
    if not to:
        raise FanfareError(
            Finding(
                "deploy",
                "Nothing says where this site is deployed to.",
                'Write DEPLOY = {"to": "gh-pages"} in publishconf.py, or {"to": "rsync", "target": '
                '"you@host:/folder/"}; or say --to gh-pages, or --to rsync --target ...',
            )
        )
    of_setting = setting if isinstance(setting, Mapping) and _kind_in(setting) == to else {}
    whole = {**of_setting, **said, "to": to}
    complaints = list(deploy_destination(whole))
    if complaints:
        raise FanfareError.of(
            Finding("deploy", f"Deploying: {wrong}.", instead) for wrong, instead in complaints
        )
    if to == "gh-pages":
        return GhPages(root, whole.get("remote", "origin"), whole.get("branch", "gh-pages"))
    return Rsync(root, whole["target"], whole.get("ssh", ""), tuple(whole.get("keep", ())))


def _kind_of(said: Mapping[str, str]) -> str:
    """The one kind of destination that all of the options `said` belong to, else nothing."""
    kinds = [to for to, keys in DEPLOY_KEYS.items() if said and said.keys() <= {*keys}]
    return kinds[0] if len(kinds) == 1 else ""


def _kind_in(setting: object) -> str:
    return str(setting.get("to", "")) if isinstance(setting, Mapping) else ""
