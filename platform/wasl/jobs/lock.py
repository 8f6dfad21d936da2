"""A lock that tells a job at work from one whose process died: the system lets go of it then."""

import fcntl
import os
from pathlib import Path


class JobLock:
    """A lock that is held; `release` it, or let the process end."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go; a second time does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.release()


def try_lock(path: Path) -> JobLock | None:
    """Take the lock that a file stands for, or return none when another thread or process has it.

    The file is made where it is missing and stays: removing it could leave two holders.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return JobLock(descriptor)


def is_locked(path: Path) -> bool:
    """Tell whether somebody holds the lock now; makes no file."""
    if not path.exists():
        return False
    lock = try_lock(path)
    if lock is None:
        return True
    lock.release()
    return False
