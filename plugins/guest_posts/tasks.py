"""The tasks `guests.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations
