"""Codes that are read out, typed from paper or from a message, and used once."""

import hashlib
import secrets

# Crockford's alphabet in capitals: nothing is mistaken for something else when read out.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return 60 random bits as twelve characters in groups: `K4F2-M7QX-9TBC`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normalise_code(typed: str) -> str | None:
    """Return what was typed as twelve characters, or none when it cannot be a code.

    Case, spaces and dashes do not count; O is read as 0, I and L as 1.
    """
    signs = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-–—_.")
    signs = signs.translate(_MISTAKEN)
    right = len(signs) == LENGTH and all(sign in ALPHABET for sign in signs)
    return signs if right else None


def code_digest(code: str) -> str:
    """Return the SHA-256 that is kept instead of a code; its 60 bits cannot be guessed."""
    return hashlib.sha256((normalise_code(code) or "").encode()).hexdigest()
