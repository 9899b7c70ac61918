"""Every generated page is accessible in both colour schemes, as far as a machine can tell."""

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Browser

if TYPE_CHECKING:
    from tests.site.demo_site import PublishedDemo


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation_on_any_page(
    demo: "PublishedDemo",
    chromium: Browser,
    axe_script: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    viewport = {"width": width, "height": 900}
    with chromium.new_context(color_scheme=scheme, viewport=viewport) as context:  # type: ignore[arg-type]
        page = context.new_page()
        violations = []
        for path in demo.pages():
            page.goto(f"{demo.address}/{path}")
            page.evaluate(axe_script)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            violations += [
                f"{path}: {one['id']}: {one['nodes'][0]['html'][:120]}"
                for one in found["violations"]
            ]
        assert violations == []
