"""What can go wrong with a backup, said to whoever runs the machine."""


class BackupError(Exception):
    """The backup was not made, or was not brought back; the message says why and what to do."""
