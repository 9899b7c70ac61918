"""The site, for the world: only what differs from pelicanconf.py."""

import os

from pelicanconf import *  # noqa: F403
from pelicanconf import SITEURL as _SITEURL

SITEURL = os.environ.get("SITEURL", _SITEURL)
RELATIVE_URLS = False
