"""Pelican, quicker: what has changed is made, all else is taken over from the build before.

* What Markdown made of a file is remembered, and articles and pages as Pelican read them.
* While a page is made, what it reads notes itself (`fanfare.watching`). It is made anew if one of
  these things has changed, and so are the files that plugins hand over (`fanfare.outputs`).
* Much that is to be made is made on all processor cores.
* One Markdown instance reads all files, one formatter highlights all code, and the address of a
  text is put together once.

Nothing in the output changes by it. Without the workbench, which builds aside, it works in
`OUTPUT_PATH`, and remembers in `CACHE_PATH`.

For other plugins:

| name          | where   | what it is                                                             |
|---------------|---------|------------------------------------------------------------------------|
| `MEMORY`      | context | the `fanfare.memory.Memory` of the site                                |
| `OUTPUTS`     | context | the `fanfare.outputs.Outputs` that `write_output` hands files to       |
| `body_digest` | texts   | a digest of what Markdown made of the text, known without loading it   |

Settings that are for code, none of them for authors:

| name                    | what it is                                                             |
|-------------------------|------------------------------------------------------------------------|
| `QUICKBUILD_CONVERTED`  | while texts are read, a `conversions.Conversions`: what Markdown makes |
|                         | of any file, by path                                                   |
| `QUICKBUILD_MORE_PATHS` | folders with Markdown that another plugin reads: it adds its own       |
| `QUICKBUILD_WITH_HTML`  | what is to be made of each HTML as it is converted, and remembered:    |
|                         | kind of memory to `module:function`, which gets the HTML, returns JSON |
| `QUICKBUILD_CODE`       | a digest of all code and the setting MARKDOWN, for what depends on it  |
| `QUICKBUILD_DIGESTS`    | a `fanfare.file_digests.FileDigests` with what was read for this build |
| `QUICKBUILD_PREVIOUS`   | the folder that the last build left, where it is not `OUTPUT_PATH`     |
| `QUICKBUILD_PAUSE`      | called when everything is read and nothing is written, once: with a    |
|                         | function that takes the files of texts that were saved since, and says |
|                         | whether the build can go on with them; None where none can             |
| `QUICKBUILD_REASONS`    | after a build, why each output was made; empty for one taken over      |
| `QUICKBUILD_SIGNATURES` | after a build, `stage.signature_of` each file that nobody else changes |

A plugin that says `WATCHED = True` promises that whatever its receivers and makers read notes
itself. Receivers of others that hear texts being read have all texts read in each build; those that
hear pages or feeds being written, or the end of it, get all pages written anew, from memory.
"""

from __future__ import annotations

from fanfare.settings import Setting, flag

__all__ = ["SETTINGS", "register"]

SETTINGS = (Setting("QUICKBUILD", "False makes everything in every build", flag),)


def register() -> None:
    """Connect to Pelican."""
    from quickbuild import hooks

    hooks.connect()
