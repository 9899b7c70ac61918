"""The command line. Each plugin brings its own tasks; this file only gathers them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))

from invoke.collection import Collection

from workbench import tasks as workbench

namespace = Collection.from_module(workbench)
