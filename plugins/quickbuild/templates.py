"""Templates that note what they read: variables of the context, other templates."""

from __future__ import annotations

import marshal
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from fanfare import watching
from fanfare.memory import Memory
from quickbuild.cells import CONTEXT, LINK, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_COMPILED = "quickbuild.template.1"


class WatchedContext(Context):
    """A context whose variables note that they are read."""

    def resolve_or_missing(self, key: str) -> Any:  # as Jinja has it
        """The variable `key`."""
        if watching.cells is not None:
            watching.cells.add((CONTEXT, key))
        return super().resolve_or_missing(key)


_LONGEST = 100
_MOST_ESCAPED = 20_000
_escaped: dict[str, Markup] = {}


def escaped(value: object) -> Markup:
    """`escape(value)`; of a short text, such as an address, only once for many pages."""
    if type(value) is str:
        found = _escaped.get(value)
        if found is None:
            found = escape(value)
            if len(value) <= _LONGEST:
                if len(_escaped) > _MOST_ESCAPED:
                    _escaped.clear()
                _escaped[value] = found
        return found
    return value if type(value) is Markup else escape(value)


class WatchedTemplate(Template):
    """A template that notes what its module is made of whenever that is used."""

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 -- Jinja's name
    ) -> Template:
        namespace["escape"] = escaped  # which its code calls for all that it shows
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> Any:  # as Jinja has it
        with watching.watching() as read:
            module = super()._get_default_module(ctx)
        own = self.__dict__.setdefault("_read", set())
        own |= read  # Jinja keeps the module, and reads nothing another time
        watching.note_all(own)
        return module


class WatchedEnvironment(Environment):
    """An environment whose templates note that they are used."""

    watched_as = ""

    def _load_template(
        self,
        name: str,
        globals: MutableMapping[str, Any] | None,  # noqa: A002 -- Jinja's name
    ) -> Template:
        watching.note(self.watched_as, name)
        return super()._load_template(name, globals)


def watch_templates(
    environment: Environment, generator: str, memory: Memory, of_what: str | None
) -> None:
    """Have the templates of `environment`, which is that of `generator`, note what they read.

    What is compiled of them is remembered as made `of_what`, all code and settings.
    """
    environment.__class__ = WatchedEnvironment
    environment.auto_reload = False  # a build does not look at each include for an edit of it
    environment.watched_as = f"{TEMPLATE} {generator}"  # type: ignore[attr-defined]
    environment.context_class = WatchedContext
    environment.template_class = WatchedTemplate
    if environment.bytecode_cache is None and of_what:
        environment.bytecode_cache = CompiledTemplates(memory, of_what)


class CompiledTemplates(BytecodeCache):
    """What Jinja compiled, remembered: that takes longer than most pages do."""

    def __init__(self, memory: Memory, of_what: str) -> None:
        self._memory = memory
        self._made_of = of_what

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` the code that was compiled of the same source by the same programs."""
        kept = self._memory.find(_COMPILED, bucket.key, self._of_what(bucket))
        if kept is not None:
            bucket.code = marshal.loads(b64decode(kept))  # noqa: S302 -- Memory has checked it

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of `bucket`."""
        code = b64encode(marshal.dumps(bucket.code)).decode()
        self._memory.keep(_COMPILED, bucket.key, self._of_what(bucket), code)

    def _of_what(self, bucket: Bucket) -> str:
        return f"{self._made_of} {bucket.checksum}"


class Found(dict[str, Any]):
    """Texts or files by their paths, noting which are looked for: links lead to them."""

    def __init__(self, key: str, found: dict[str, Any]) -> None:
        super().__init__(found)
        self._owner = f"{LINK} {key}"

    def get(self, key: str, default: Any = None) -> Any:
        """What is at the path `key`."""
        watching.note(self._owner, key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        watching.note(self._owner, key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        watching.note(self._owner, str(key))
        return super().__contains__(key)
