"""The long run: `python -m tests.quickbuild.proof --steps 5000 --seed 1`.

Prints how far it has come. At a difference it prints the edits that led there, the differing files,
and then, with `--shrink`, fewer edits that lead there as well; it ends with status 1. A run without
one adds a line to `bench/proof.md` with `--record`, which `invoke bench` has in its report.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "plugins"))

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from tests.quickbuild.proof.edit import EDITS
from tests.quickbuild.proof.machine import EditedSite, machine
from tests.quickbuild.proof.proof import DifferenceError

RECORD = Path(__file__).parents[3] / "bench" / "proof.md"
STEPS_A_SITE = 50
SITES_A_SEED = 20


def main() -> int:
    """Run, and give the status to exit with."""
    parser = argparse.ArgumentParser(prog="python -m tests.quickbuild.proof", description=__doc__)
    parser.add_argument("--steps", type=int, default=5000, help="how many edits, at least")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; one for some sites")
    parser.add_argument("--shrink", action="store_true", help="look for fewer edits")
    parser.add_argument("--record", action="store_true", help="add it to bench/proof.md")
    parser.add_argument("--without", default="", help="edits to leave out, with commas")
    said = parser.parse_args()
    left_out = set(filter(None, said.without.split(",")))
    if unknown := left_out - EDITS.keys():
        parser.error(f"there is no edit {', '.join(sorted(unknown))}")
    started, one_seed = time.monotonic(), said.seed
    edited = machine(
        left_out, after=lambda site: _say_how_far(site, one_seed, time.monotonic() - started)
    )
    try:
        while edited.tally.steps < said.steps:
            try:
                _run(edited, one_seed, shrinks=said.shrink)
            except (DifferenceError, Flaky) as error:
                if edited.difference:
                    _say(f"\nA difference with seed {one_seed}:\n{edited.difference}")
                    _say("\n".join(getattr(error, "__notes__", ())))
                    return 1
                # What an edit can choose from may depend on the time, as of a build that is killed.
                _say(f"seed {one_seed}: ended early, as its choices could not be repeated")
            one_seed += 1
    finally:
        edited.builders.end()
    seeds, seconds = f"{said.seed} to {one_seed - 1}", time.monotonic() - started
    _say_all(edited, seeds, seconds)
    if said.record:
        _record(edited, seeds, seconds)
    return 0


def _run(edited: type[EditedSite], one_seed: int, *, shrinks: bool) -> None:
    options = settings(
        max_examples=SITES_A_SEED,
        stateful_step_count=STEPS_A_SITE,
        database=None,
        deadline=None,
        phases=[Phase.generate, *([Phase.shrink] if shrinks else [])],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(one_seed)(edited), settings=options)


def _say_how_far(edited: EditedSite, one_seed: int, seconds: float) -> None:
    tally = edited.tally
    wrong = sum(number for what, number in tally.builds.items() if what.endswith("wrong"))
    _say(
        f"seed {one_seed}: {tally.steps} steps, {tally.builds.total()} builds, "
        f"{wrong} of a wrong site, {tally.steps / seconds * 60:.0f} steps a minute; "
        f"{tally.incremental_seconds:.0f} s in incremental builds, "
        f"{tally.clean_seconds:.0f} s in clean ones"
    )


def _say_all(edited: type[EditedSite], seeds: str, seconds: float) -> None:
    tally = edited.tally
    _say(f"\nNo difference in {tally.steps} steps, seeds {seeds}, {seconds / 60:.0f} minutes.\n")
    for title, counts in (("builds", tally.builds), ("edits", tally.edits)):
        rows = [f"  {number:6} {name}" for name, number in counts.most_common()]
        _say("\n".join([f"{title}:", *rows]))


def _record(edited: type[EditedSite], seeds: str, seconds: float) -> None:
    tally = edited.tally
    cells = (
        f"{tally.steps:,}",
        seeds,
        f"{tally.builds.total():,}",
        "0",
        f"{seconds / 60:.0f}",
        f"{platform.python_version()}, {platform.system()}",
    )
    with RECORD.open("a", encoding="utf-8") as record:
        record.write(f"| {' | '.join(cells)} |\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
