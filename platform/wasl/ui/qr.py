"""Pictures that a phone's camera reads, drawn into the page."""

import io

import segno
from markupsafe import Markup


def qr_picture(text: str, title: str) -> Markup:
    """Return an SVG element with a QR code; it needs no style and nothing from elsewhere."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4,
        svgclass="qr", lineclass=None, title=title, light="#fff",
    )  # fmt: skip
    # Made here, of digits and our own title, which segno escapes.
    return Markup(out.getvalue().decode())  # noqa: S704
