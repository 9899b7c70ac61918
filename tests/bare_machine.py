"""A machine as `bootstrap.py` finds it: a Python, a registry, a fresh copy of the repository."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

OURS = Path(__file__).parent.parent

INVOKE = """\
import json, os, sys
print(json.dumps({
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "prefix": sys.prefix,
    "variables": dict(os.environ),
}))
sys.exit(int(os.environ.get("TASK_STATUS", "0")))
"""
"""Stands for invoke in these tests: says how it was run, as JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of `bootstrap.py` left."""

    status: int
    said: list[str]
    """Lines on standard error."""

    printed: str
    """Standard output."""

    @property
    def task(self) -> dict[str, Any]:
        """What the task said of itself."""
        said: dict[str, Any] = json.loads(self.printed)
        return said


@dataclass(frozen=True, slots=True)
class Machine:
    """A fresh copy of the repository, and the registry and variables it is run with."""

    root: Path
    wheels: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def venv(self) -> Path:
        """The environment that bootstrap makes."""
        return self.root / ".venv"

    def start(
        self, *arguments: str, python: str = sys.executable, **variables: str
    ) -> subprocess.Popen[str]:
        """Begin to run `bootstrap.py`, as a process group of its own."""
        return subprocess.Popen(
            [python, str(self.root / "bootstrap.py"), *arguments],
            env={**self.variables, **variables},
            cwd=self.root.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *arguments: str, python: str = sys.executable, **variables: str) -> Answer:
        """Run `bootstrap.py` to its end."""
        return answer(self.start(*arguments, python=python, **variables))

    def lock(self, name: str, wheels: Sequence[Path], hashed: str = "") -> None:
        """Write the lock called `name`, of `wheels`, with their hashes or with `hashed`."""
        rows = []
        for wheel in wheels:
            package, version, *_ = wheel.name.split("-")
            digest = hashed or hashlib.sha256(wheel.read_bytes()).hexdigest()
            rows.append(f"{package}=={version} \\\n    --hash=sha256:{digest}\n")
        (self.root / name).write_text("".join(rows), "utf-8")

    def wheel(self, package: str, version: str, main: str = "") -> Path:
        """A new wheel of `package` in the registry, which `python -m` can run."""
        info = f"{package}-{version}.dist-info"
        files = {
            f"{package}/__init__.py": "",
            f"{package}/__main__.py": main,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [
            f"{name},sha256={_record_hash(text)},{len(text)}\n" for name, text in files.items()
        ]
        path = self.wheels / f"{package}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
            archive.writestr(f"{info}/RECORD", "".join(record) + f"{info}/RECORD,,\n")
        return path


def fresh_machine(folder: Path) -> Machine:
    """A copy of what `bootstrap.py` needs, in a folder whose name is not plain, and its wheels."""
    root = folder / "My sité ♥"
    wheels = folder / "wheels"
    wheels.mkdir()
    shutil.copytree(OURS / "plugins/fanfare", root / "plugins/fanfare")
    shutil.copytree(OURS / "plugins/workbench/bootstrap", root / "plugins/workbench/bootstrap")
    for name in ("bootstrap.py", "plugins/workbench/__init__.py"):
        shutil.copy(OURS / name, root / name)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    pip = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_CACHE_DIR": str(folder / "pip-cache"),
        "PIP_FIND_LINKS": wheels.as_uri(),
        "PIP_NO_INDEX": "1",
        "PIP_RETRIES": "1",
    }
    machine = Machine(root, wheels, {**kept, **pip, "PYTHONUTF8": "1"})
    invoke = machine.wheel("invoke", "3.0", INVOKE)
    machine.lock("requirements.lock", [invoke])
    machine.lock("requirements-dev.lock", [invoke, machine.wheel("tester", "1.0")])
    return machine


def copy_of(installed: Machine, folder: Path) -> Machine:
    """The machine `installed`, all of it, in `folder`, as if it had always been there."""
    shutil.copytree(installed.root.parent, folder, symlinks=True, dirs_exist_ok=True)
    variables = {
        name: value.replace(installed.root.parent.as_uri(), folder.as_uri())
        for name, value in installed.variables.items()
    }
    copy = Machine(folder / installed.root.name, folder / "wheels", variables)
    stamp = copy.venv / "fanfare-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "folder": str(copy.venv)}))
    return copy


def answer(process: subprocess.Popen[str]) -> Answer:
    """What `process` left when it had ended."""
    printed, said = process.communicate()
    return Answer(process.returncode, said.splitlines(), printed)


class Registry:
    """A package registry on loopback that gives no answer before it is told to."""

    def __init__(self, wheels: Path) -> None:
        self._asked = threading.Event()
        self.answers = threading.Event()
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry._asked.set()
                registry.answers.wait()
                self.send_response(200)
                if self.path.endswith(".whl"):
                    body = (wheels / Path(self.path).name).read_bytes()
                else:
                    self.send_header("Content-Type", "text/html")
                    package = f"{Path(self.path).name}-*.whl"
                    names = [path.name for path in wheels.glob(package)]
                    body = "".join(f'<a href="/{name}">{name}</a>' for name in names).encode()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # whoever asked was killed
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.variables = {
            "PIP_INDEX_URL": f"http://127.0.0.1:{self._server.server_port}/simple",
            "PIP_NO_INDEX": "0",
            "PIP_FIND_LINKS": "",
        }

    def wait_for_question(self) -> None:
        """Return once somebody waits for an answer."""
        assert self._asked.wait(60)

    def close(self) -> None:
        """Answer whoever still waits, and end."""
        self.answers.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _record_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
