"""Home, a post and the archive reach the scores we promise."""

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.site.demo_site import PublishedDemo

BARS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.mark.parametrize("path", ["", "posts/between-131-and-281/", "archives/"])
def test_lighthouse_scores(
    demo: "PublishedDemo",
    lighthouse: list[str],
    chromium_path: str,
    tmp_path: Path,
    path: str,
) -> None:
    report = tmp_path / "report.json"
    command = [
        *lighthouse,
        f"{demo.address}/{path}",
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-path={chromium_path}",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(BARS)}",
        "--no-enable-error-reporting",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    result = json.loads(report.read_text("utf-8"))
    scores = {name: round(result["categories"][name]["score"] * 100) for name in BARS}
    failed = [
        f"{name}: {audit['title']}"
        for name, audit in result["audits"].items()
        if audit["score"] is not None
        and audit["score"] < 1
        and audit["scoreDisplayMode"] == "binary"
    ]
    assert all(scores[name] >= bar for name, bar in BARS.items()), (scores, failed)
