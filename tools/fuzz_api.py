"""Tries the API with generated requests: a real server, its own OpenAPI document, all checks of schemathesis.

    python tools/fuzz_api.py --home HOME --tool PATH/TO/schemathesis [--max-examples 500] [further options of the tool]

Exits with the tool's code: 0 when every answer was one that the document describes, and none a 5xx.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from running import copy_of, iml, server

_CONFIG = Path(__file__).with_name("fuzz_api.toml").resolve()


def main() -> int:
    """The exit code of the run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="where the index is; its keys are left alone")
    parser.add_argument("--tool", default="schemathesis", help="the schemathesis command")
    arguments, further = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = copy_of(arguments.home, folder)
        made = subprocess.run(
            iml(home, "key", "new", "--name", "fuzz", "--scope", "admin"), capture_output=True, check=True, text=True
        )
        log = folder / "server.log"
        with server(home, log, {}) as (url, _):
            command = [arguments.tool, "--config-file", str(_CONFIG), "run", f"{url}/openapi.json", "--checks", "all"]
            command += ["--continue-on-failure", *further]
            environment = {**os.environ, "IML_FUZZ_KEY": made.stdout.strip()}
            done = subprocess.run(command, cwd=folder, env=environment, check=False)
        _say_statuses(log)
    return done.returncode


def _say_statuses(log: Path) -> None:
    """Print how often the server answered with which status, by its own log."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    found = Counter(line["status"] for line in lines if line["event"] == "request")
    counts = ", ".join(f"{status}: {count:,}" for status, count in sorted(found.items()))
    sys.stdout.write(f"answered by the server's log: {sum(found.values()):,} ({counts})\n")
    for line in (line for line in lines if line["level"] == "error"):  # each is a 500, or a reload that failed
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
