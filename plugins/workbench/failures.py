"""Exceptions of Pelican, of templates and of plugins, said as findings."""

from __future__ import annotations

import traceback
from pathlib import Path

from fanfare.findings import Finding
from workbench.location import Site


def finding_from(site: Site, error: BaseException, rule: str) -> Finding:
    """What `error` says, and where in the author's own files it comes from, if it does."""
    from jinja2 import TemplateError, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        source = site.shown(Path(error.filename)) if error.filename else error.name or ""
        message = (error.message or "This does not parse").rstrip(".")
        return Finding("template", f"{message}.", source=source, line=error.lineno)
    message = str(error) or type(error).__name__
    if not isinstance(error, TemplateError | ValueError | RuntimeError | OSError):
        message = f"{type(error).__name__}: {message}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_authors(site.shown(Path(frame.filename)))]
    source, line = (own[-1].filename, own[-1].lineno or 0) if own else ("", 0)
    shown = site.shown(Path(source)) if source else ""
    return Finding(rule, f"{message.rstrip('.')}.", source=shown, line=line)


def _is_authors(shown: str) -> bool:
    """True for the files of a site that its author writes: where Fanfare fails is no help."""
    if shown.startswith("plugins/"):
        return not shown.startswith(("plugins/workbench/", "plugins/fanfare/"))
    return shown.startswith(("content/", "themes/", "theme/")) or shown.endswith("conf.py")
