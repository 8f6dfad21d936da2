"""The lock of a job: one holder, and free again when its process dies."""

import subprocess
import sys
from pathlib import Path

from wasl.jobs.lock import is_locked, try_lock

HOLD = """
import sys
from pathlib import Path
from wasl.jobs.lock import try_lock
lock = try_lock(Path(sys.argv[1]))
print("held" if lock else "refused", flush=True)
sys.stdin.read()
"""


def test_only_one_can_hold_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "job.lock"
    assert not is_locked(path)
    lock = try_lock(path)
    assert lock is not None
    assert is_locked(path)
    assert try_lock(path) is None
    lock.release()
    lock.release()
    assert not is_locked(path)
    assert try_lock(path) is not None


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "job.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"
        assert is_locked(path)
        process.kill()
        process.wait()
        assert not is_locked(path)
