"""Addresses as QR codes."""

from io import BytesIO

import segno


def qr_svg(text: str) -> str:
    """Return a QR code of the text as SVG without a size of its own."""
    image = BytesIO()
    segno.make(text, error="m", micro=False).save(
        image, kind="svg", border=2, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return image.getvalue().decode()
