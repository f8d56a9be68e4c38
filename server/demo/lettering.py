"""Sign-writing in Vietnamese capitals with Pillow's own font.

That font is always there but holds plain Latin letters alone, so the letter is written and its marks are
drawn over it: circumflex, breve, horn, the stroke of Đ, and the five tones.
"""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
GRAVE, ACUTE, CIRCUMFLEX, TILDE, BREVE = "\u0300", "\u0301", "\u0302", "\u0303", "\u0306"
HOOK, HORN, DOT_BELOW = "\u0309", "\u031b", "\u0323"
HEAD_ROOM = 0.62  # of the letter's height, for a circumflex with a tone over it
_FOOT_ROOM = 0.3


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return font


def lettering(text: str, height: int, colour: Colour, *, weight: int = 0) -> Image.Image:
    """Return an RGBA picture of `text` in capitals whose letters are `height` pixels high.

    Marks reach over and under the letters, so the picture is about 1.9 times as high. `weight` thickens the
    strokes, in pixels.
    """
    font = _font(round(height / 0.7))
    letters = [_split(letter) for letter in unicodedata.normalize("NFC", text).upper()]
    advance = [font.getlength(base) + weight for base, _ in letters]
    canvas = Image.new("RGBA", (int(sum(advance)) + height, int(height * (1 + HEAD_ROOM + _FOOT_ROOM))))
    pen = ImageDraw.Draw(canvas)
    x, baseline = height / 4, height * (1 + HEAD_ROOM)
    for (base, marks), step in zip(letters, advance, strict=True):
        pen.text((x, baseline), base, font=font, fill=colour, anchor="ls", stroke_width=weight)
        box = font.getbbox(base, anchor="ls")
        _draw_marks(_Marker(pen, height, colour, weight), (x + box[0], baseline - height, x + box[2], baseline), marks)
        x += step
    return canvas


def fitted(text: str, box: tuple[int, int], colour: Colour, *, weight: int = 0) -> Image.Image:
    """Return `lettering` that fits into `box` (width, height in pixels), as large as it goes."""
    height = int(box[1] / (1 + HEAD_ROOM + _FOOT_ROOM))
    written = lettering(text, height, colour, weight=weight)
    while written.width > box[0] and height > 8:  # noqa: PLR2004 - smaller cannot be read
        height = max(8, int(height * min(0.95, box[0] / written.width)))
        written = lettering(text, height, colour, weight=weight)
    return written


def _split(letter: str) -> tuple[str, str]:
    if letter == "Đ":
        return "D", "-"
    parts = unicodedata.normalize("NFD", letter)
    return parts[0], parts[1:]


class _Marker:
    """Draws strokes as thick as the letters'."""

    def __init__(self, pen: ImageDraw.ImageDraw, height: int, colour: Colour, weight: int) -> None:
        self.pen, self.unit, self.colour = pen, height, colour
        self.width = max(2, round(height * 0.08) + weight)

    def line(self, *points: tuple[float, float]) -> None:
        self.pen.line(points, fill=self.colour, width=self.width, joint="curve")

    def dot(self, x: float, y: float) -> None:
        r = self.width * 0.75
        self.pen.ellipse((x - r, y - r, x + r, y + r), fill=self.colour)

    def arc(self, box: Box, start: float, end: float) -> None:
        self.pen.arc(box, start, end, fill=self.colour, width=self.width)


def _draw_marks(marker: _Marker, box: Box, marks: str) -> None:
    left, top, right, bottom = box
    unit, middle = marker.unit, (left + right) / 2
    roof = top - unit * 0.1
    if "-" in marks:
        marker.line((left - unit * 0.05, (top + bottom) / 2), (left + unit * 0.32, (top + bottom) / 2))
    if HORN in marks:
        marker.arc((right - unit * 0.22, top - unit * 0.24, right + unit * 0.12, top + unit * 0.16), 330, 100)
    if DOT_BELOW in marks:
        marker.dot(middle, bottom + unit * 0.19)
    if CIRCUMFLEX in marks:
        half, up = unit * 0.2, unit * 0.17
        marker.line((middle - half, roof), (middle, roof - up), (middle + half, roof))
        roof -= up * 1.5
    elif BREVE in marks:
        half, up = unit * 0.18, unit * 0.3
        marker.arc((middle - half, roof - up, middle + half, roof), 15, 165)
        roof -= up * 0.75
    for tone in marks:
        _draw_tone(marker, middle, roof, tone)


def _draw_tone(marker: _Marker, x: float, y: float, tone: str) -> None:
    s = marker.unit
    if tone == ACUTE:
        marker.line((x - s * 0.06, y), (x + s * 0.14, y - s * 0.19))
    elif tone == GRAVE:
        marker.line((x + s * 0.06, y), (x - s * 0.14, y - s * 0.19))
    elif tone == TILDE:
        marker.line(
            (x - s * 0.2, y - s * 0.05),
            (x - s * 0.08, y - s * 0.14),
            (x + s * 0.08, y - s * 0.05),
            (x + s * 0.2, y - s * 0.14),
        )
    elif tone == HOOK:
        marker.arc((x - s * 0.1, y - s * 0.26, x + s * 0.12, y - s * 0.06), 190, 90)
        marker.line((x, y - s * 0.08), (x, y))
