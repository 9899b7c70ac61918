"""The site, for the world: only what differs from pelicanconf.py."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403
from pelicanconf import SITEURL as _SITEURL

SITEURL = os.environ.get("SITEURL", _SITEURL)
RELATIVE_URLS = False

# Drafts, and posts with a date to come, stay at home.
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
