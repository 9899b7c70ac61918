"""The command line. Each plugin brings its own tasks; this file only gathers them."""

# ruff: noqa: E402 -- where plugins are, and what becomes of their code, has to be said first
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))
# Invoke has Python keep nothing of what it compiles: all of it would be compiled in each run.
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)

from invoke.collection import Collection

from guest_posts import tasks as guest_posts
from milestones import fans_tasks, goals_tasks
from syndication import feeds_tasks, kit_tasks, login_tasks, posting_tasks
from workbench import tasks as workbench

namespace = Collection.from_module(workbench)
namespace.add_collection(Collection.from_module(guest_posts, name="guests"))
namespace.add_collection(Collection.from_module(fans_tasks, name="fans"))
namespace.add_collection(Collection.from_module(goals_tasks, name="goals"))
namespace.add_collection(Collection.from_module(feeds_tasks, name="feeds"))
for network, login in login_tasks.TASKS.items():
    more = [kit_tasks.kit] if network == "linkedin" else []
    namespace.add_collection(posting_tasks.collection(network, *login, *more))
namespace.add_collection(posting_tasks.everywhere())
