"""Every generated page is valid HTML."""

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.site.demo_site import PublishedDemo


def test_the_nu_checker_finds_no_error_in_any_page(
    demo: "PublishedDemo", nu_checker: list[str]
) -> None:
    checked = subprocess.run(
        [*nu_checker, "--skip-non-html", "--format", "text", str(demo.output)],
        capture_output=True,
        text=True,
        check=False,
    )
    problems = [
        line for line in checked.stderr.splitlines() if "Error:" in line or "error:" in line
    ]
    assert problems == []
    assert checked.returncode == 0
