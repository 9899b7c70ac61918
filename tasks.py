"""The command line. Each plugin brings its own tasks; this file only gathers them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))

from invoke.collection import Collection

from guest_posts import tasks as guest_posts
from workbench import tasks as workbench

namespace = Collection.from_module(workbench)
namespace.add_collection(Collection.from_module(guest_posts, name="guests"))
