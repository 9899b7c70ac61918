"""A clock that tests set: what all of Fanfare, and Pelican, take for now."""

from __future__ import annotations

import sys
from datetime import datetime, tzinfo
from types import ModuleType

import pelican.contents
import pytest

import milestones.hooks
import quickbuild.hooks
import syndication.hooks
import workbench.build
import workbench.inputs

_ASKING = (milestones.hooks, quickbuild.hooks, syndication.hooks, workbench.build, workbench.inputs)
"""The modules of a build that ask what time it is."""


class Clock:
    """Shows `moment` until it is set."""

    def __init__(self, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = moment
        clock = self

        class Shown(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.moment.astimezone(tz)

        for module in _ASKING:
            monkeypatch.setattr(module, "datetime", Shown)
        of_pelican = ModuleType("datetime")
        vars(of_pelican).update(vars(sys.modules["datetime"]), datetime=Shown)
        monkeypatch.setattr(pelican.contents, "datetime", of_pelican)
