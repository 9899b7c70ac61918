"""What a status says where the token cannot be read."""

from __future__ import annotations

from pathlib import Path

from tests.syndication.posting.posting_site import a_posting_site
from tests.syndication.stand_in import a_linkedin


def test_a_keyring_of_no_use_is_an_error_of_the_status(tmp_path: Path) -> None:
    with a_linkedin() as linkedin, a_posting_site(tmp_path / "site", linkedin) as site:
        del site.environ["FANFARE_LINKEDIN_TOKEN"]
        site.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        status, out, err = site.run("linkedin.status")
    assert status == 1
    assert "LinkedIn: nobody is logged in." in out
    assert err.endswith(
        "error: There is no system keyring here. Set the environment variable "
        "FANFARE_LINKEDIN_TOKEN, which needs no keyring.\n"
    )
