"""Photographs for the demo organisations: drawn shop-fronts and shelves, finished like snapshots.

Each is a JPEG with the EXIF tags of a phone: DateTimeOriginal with its offset, and GPS.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from server.demo.lettering import Colour, fitted
from server.demo.words import Rng, generator

SIZE = (800, 600)
QUALITY = 78
GRAIN = 9  # of 255, at most
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

WALLS: Sequence[Colour] = (
    (214, 205, 186),
    (186, 204, 209),
    (222, 196, 150),
    (196, 186, 199),
    (203, 212, 190),
)
SIGNS: Sequence[tuple[Colour, Colour]] = (
    ((190, 24, 34), (255, 236, 120)),
    ((16, 78, 160), (255, 255, 255)),
    ((18, 120, 66), (255, 248, 190)),
    ((250, 214, 40), (170, 16, 30)),
    ((240, 244, 246), (14, 110, 120)),
    ((92, 54, 28), (250, 226, 180)),
)
GOODS: Sequence[Colour] = (
    (206, 38, 44),
    (28, 96, 178),
    (246, 190, 36),
    (36, 140, 76),
    (240, 240, 236),
    (232, 112, 30),
    (122, 58, 140),
    (40, 40, 46),
    (236, 130, 160),
    (90, 190, 214),
)


@dataclass(frozen=True)
class Snapshot:
    """What to draw: the name on the sign, the telephone under it, the place and time of the picture.

    `subject` is 'front' or 'shelf'. `seed` decides all else: the same snapshot gives the same bytes.
    """

    seed: int
    subject: str
    name: str
    phone: str
    lat: float
    lon: float
    taken_at: datetime


def photograph(shot: Snapshot) -> bytes:
    """Return the snapshot as JPEG, 800 by 600 pixels."""
    rng = generator(shot.seed)
    image = _front(rng, shot) if shot.subject == "front" else _shelf(rng, shot)
    image = _develop(rng, image)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, exif=_exif(shot))
    return out.getvalue()


def _front(rng: Rng, shot: Snapshot) -> Image.Image:
    wall, (board, ink) = rng.choice(WALLS), rng.choice(SIGNS)
    image = _gradient(SIZE, wall, _shade(wall, 0.78))
    pen = ImageDraw.Draw(image)
    _pavement(rng, image, pen)
    top = rng.randint(96, 128)
    pen.rectangle((70, top + 90, 730, 500), fill=_shade(wall, 0.32))
    _rack(rng, pen, (84, top + 130, 716, 470), rows=4)
    _counter(rng, pen)
    _awning(rng, pen, top + 84)
    pen.rectangle((44, top - 60, 756, top + 88), fill=_shade(board, 0.6))
    pen.rectangle((50, top - 54, 750, top + 82), fill=board)
    _write(image, shot.name, (60, top - 50, 740, top + 42), ink, weight=1)
    _write(image, f"ĐT: {shot.phone}", (60, top + 36, 740, top + 80), ink)
    for _ in range(rng.randint(0, 2)):
        _motorbike(rng, pen, rng.randint(90, 620))
    return image


def _shelf(rng: Rng, shot: Snapshot) -> Image.Image:
    base = rng.choice(WALLS)
    image = _gradient(SIZE, _shade(base, 0.9), _shade(base, 0.6))
    pen = ImageDraw.Draw(image)
    board, ink = rng.choice(SIGNS)
    pen.rectangle((0, 0, 800, 74), fill=board)
    _write(image, shot.name, (20, 2, 780, 72), ink)
    _rack(rng, pen, (20, 84, 780, 592), rows=rng.randint(3, 5), tags=True)
    return image


def _rack(
    rng: Rng,
    pen: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    *,
    rows: int,
    tags: bool = False,
) -> None:
    left, top, right, bottom = box
    height = (bottom - top) / rows
    for row in range(rows):
        floor = top + height * (row + 1)
        x = left + 6.0
        while x < right - 30:
            x = _facing(rng, pen, (x, floor - 12), height - 16, right - 6)
            if tags:
                pen.rectangle((x - 26, floor - 10, x - 6, floor - 1), fill=(255, 252, 210))
        pen.rectangle((left, floor - 12, right, floor - 9), fill=(236, 236, 232))
        pen.rectangle((left, floor - 9, right, floor), fill=(96, 92, 88))


def _facing(rng: Rng, pen: ImageDraw.ImageDraw, foot: tuple[float, float], room: float, end: float) -> float:
    """Draw a few equal packs side by side, or leave the gap of a product that is out of stock."""
    x, floor = foot
    body, label = rng.choice(GOODS), rng.choice(GOODS)
    width, height = rng.uniform(22, 46), room * rng.uniform(0.55, 0.92)
    is_bottle, is_gap = rng.random() < 0.45, rng.random() < 0.07  # noqa: PLR2004 - shares of the drawing
    for _ in range(rng.randint(2, 5)):
        if x + width > end:
            break
        if not is_gap:
            _pack(pen, (x, floor - height, x + width - 2, floor), (body, label), is_bottle=is_bottle)
        x += width
    return x + 3


def _pack(
    pen: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    colours: tuple[Colour, Colour],
    *,
    is_bottle: bool,
) -> None:
    left, top, right, bottom = box
    body, label = colours
    tall, wide = bottom - top, right - left
    shoulder = top + tall * 0.28 if is_bottle else top
    if is_bottle:
        neck = wide * 0.3
        pen.rectangle((left + neck, top + 4, right - neck, shoulder + 6), fill=_shade(body, 0.85))
        pen.rectangle((left + neck - 1, top, right - neck + 1, top + 6), fill=label)
    pen.rounded_rectangle((left, shoulder, right, bottom), radius=5 if is_bottle else 1, fill=body)
    pen.rectangle((left, shoulder + tall * 0.2, right, shoulder + tall * 0.45), fill=label)
    pen.rectangle((left + 2, shoulder + 3, left + wide * 0.16, bottom - 3), fill=_shade(body, 1.3))


def _pavement(rng: Rng, image: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    grey = rng.randint(120, 160)
    image.paste(_gradient((800, 100), (grey, grey, grey - 6), (grey - 40, grey - 42, grey - 46)), (0, 500))
    for line in range(0, 900, 50):
        pen.line((line, 500, 400 + (line - 400) * 1.7, 600), fill=(grey - 24, grey - 26, grey - 30))
    for y in (516, 538, 568):
        pen.line((0, y, 800, y), fill=(grey - 24, grey - 26, grey - 30))


def _counter(rng: Rng, pen: ImageDraw.ImageDraw) -> None:
    left = rng.choice((96, 420))
    pen.rectangle((left, 404, left + 280, 500), fill=(128, 134, 138))
    pen.rectangle((left + 6, 412, left + 274, 462), fill=(178, 206, 214))
    for x in range(left + 12, left + 262, 18):
        pen.rectangle((x, 430, x + 14, 460), fill=rng.choice(GOODS))
    pen.rectangle((left - 4, 398, left + 284, 408), fill=(206, 206, 200))


def _awning(rng: Rng, pen: ImageDraw.ImageDraw, top: int) -> None:
    colour = rng.choice(GOODS)
    for number, x in enumerate(range(50, 750, 35)):
        fill = colour if number % 2 else (244, 242, 236)
        pen.polygon(((x, top), (x + 35, top), (x + 35, top + 40), (x, top + 40)), fill=fill)
        pen.pieslice((x, top + 28, x + 35, top + 52), 0, 180, fill=fill)


def _motorbike(rng: Rng, pen: ImageDraw.ImageDraw, x: int) -> None:
    y, body = 552, rng.choice(GOODS)
    for wheel in (x, x + 92):
        pen.ellipse((wheel - 26, y - 26, wheel + 26, y + 26), fill=(30, 30, 32))
        pen.ellipse((wheel - 14, y - 14, wheel + 14, y + 14), fill=(150, 150, 152))
    pen.polygon(((x + 4, y - 8), (x + 30, y - 44), (x + 96, y - 40), (x + 100, y - 10), (x + 40, y)), fill=body)
    pen.rounded_rectangle((x + 34, y - 56, x + 104, y - 42), radius=6, fill=(36, 34, 34))
    pen.line((x + 2, y - 4, x + 16, y - 74), fill=(60, 60, 62), width=7)
    pen.line((x + 2, y - 74, x + 34, y - 78), fill=(40, 40, 42), width=5)


def _write(image: Image.Image, text: str, box: tuple[int, int, int, int], ink: Colour, *, weight: int = 0) -> None:
    left, top, right, bottom = box
    written = fitted(text, (right - left, bottom - top), ink, weight=weight)
    place = (left + (right - left - written.width) // 2, top + (bottom - top - written.height) // 2)
    image.paste(written, place, written)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)


def _shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, int(part * factor)) for part in colour)
    return red, green, blue


def _develop(rng: Rng, image: Image.Image) -> Image.Image:
    """Tilt, blur, light and grain, as a hand-held telephone gives."""
    width, height = SIZE

    def slip() -> float:
        return rng.uniform(0, 26)

    corners = (
        slip(),
        slip(),
        slip(),
        height - slip(),
        width - slip(),
        height - slip(),
        width - slip(),
        slip(),
    )
    image = image.transform(SIZE, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)
    image = image.filter(ImageFilter.BoxBlur(rng.uniform(0.3, 0.8)))
    light = rng.uniform(0.78, 1.08)
    image = image.point([min(255, int(value * light)) for value in range(256)] * 3)
    return ImageChops.add(image, _grain(rng), 1, -128)


def _grain_sheet() -> Image.Image:
    """Return the noise of a small sensor around 128, the same in every process."""
    width, height = 1200, 900
    noise = generator(GRAIN).randbytes(width * height)
    sheet = Image.frombytes("L", (width, height), noise)
    return sheet.point([128 + round((value / 127.5 - 1) * GRAIN) for value in range(256)])


_GRAIN_SHEET = _grain_sheet()


def _grain(rng: Rng) -> Image.Image:
    x, y = rng.randint(0, 400), rng.randint(0, 300)
    sheet = _GRAIN_SHEET.crop((x, y, x + SIZE[0], y + SIZE[1]))
    return Image.merge("RGB", (sheet, sheet, sheet))


def _exif(shot: Snapshot) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make.value], exif[Base.Model.value] = "Tuyen", "Demo"
    local = shot.taken_at.astimezone(ZONE)
    stamp = local.strftime("%Y:%m:%d %H:%M:%S")
    exif[Base.DateTime.value] = stamp
    exif.get_ifd(IFD.Exif).update({Base.DateTimeOriginal.value: stamp, Base.OffsetTimeOriginal.value: "+07:00"})
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef.value: "N" if shot.lat >= 0 else "S",
            GPS.GPSLatitude.value: _degrees(shot.lat),
            GPS.GPSLongitudeRef.value: "E" if shot.lon >= 0 else "W",
            GPS.GPSLongitude.value: _degrees(shot.lon),
        }
    )
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Return degrees, minutes and seconds to 1/1000 second (3 cm)."""
    thousandths = round(abs(value) * 3_600_000)
    return (
        IFDRational(thousandths // 3_600_000, 1),
        IFDRational(thousandths // 60_000 % 60, 1),
        IFDRational(thousandths % 60_000, 1000),
    )
