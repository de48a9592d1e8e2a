"""Runs the Python and PowerShell programs that the playground wrote: one path a line in, one JSON object a line out.

All of them in one process, because importing the clients takes longer than asking an agent. Each program has a
namespace of its own. `openai` and `databricks_openai` read nothing from the environment that one program could leave
to the next.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

from powershell import read_pipeline


def run_python(path: Path) -> None:
    exec(compile(path.read_text("utf-8"), path.name, "exec"), {"__name__": "__main__"})


def run_powershell(path: Path) -> None:
    pipeline = read_pipeline(path.read_text("utf-8"), dict(os.environ))
    if pipeline.command[0] != "curl.exe":
        raise AssertionError(f"curl.exe is expected, and this is {pipeline.command[0]}")
    ended = subprocess.run(["curl", *pipeline.command[1:]], input=pipeline.input.encode("ascii"), capture_output=True)
    print(ended.stdout.decode(), end="")
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode() + ended.stdout.decode())


for line in sys.stdin:
    path = Path(line.rstrip("\n"))
    printed, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(printed):
            run_powershell(path) if path.suffix == ".ps1" else run_python(path)
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"output": printed.getvalue(), "error": error}), flush=True)
