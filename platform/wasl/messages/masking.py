"""Addresses as lists show them: enough to recognise one, too little to use it."""


def mask_address(address: str | None) -> str | None:
    """Return an e-mail address as `a…@….org`, a phone number as `+964…17`; none stays none."""
    if not address:
        return None
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}…@….{domain.rpartition('.')[2]}"
    return f"{address[:4]}…{address[-2:]}" if len(address) > 8 else "…"
