"""Cover: how much of the library the whole test suite reaches, by lines and by branches.

    python proof/cover.py

Notebook kernels and workers of the archive run in processes of their own and are counted too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from trust import record

HOUSE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the tests under coverage and put its shares into docs/trust.md."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        tests = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--cov"]
        done = subprocess.run([*tests, f"--cov-report=json:{report}"], cwd=HOUSE, check=False)
        if done.returncode:
            sys.exit("the tests fail: their coverage says nothing")
        totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    lines = 100 * totals["covered_lines"] / totals["num_statements"]
    branches = 100 * totals["covered_branches"] / totals["num_branches"]
    shown = f"{lines:.1f} % of {totals['num_statements']:,} lines"
    record("cover", "library reached by the tests", shown, f"{branches:.1f} % of branches")


if __name__ == "__main__":
    main()
