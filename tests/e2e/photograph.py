"""A photograph as a phone's camera makes it: a JPEG whose EXIF tells when and where."""

import hashlib
from datetime import datetime
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw

GPS = {1: "N", 2: (16.0, 4.0, 4.08), 3: "E", 4: (108.0, 13.0, 14.88)}
"""EXIF's degrees, minutes, seconds of 16.0678° N, 108.2208° E."""


def take(folder: Path, name: str = "mat-tien.jpg", size: tuple[int, int] = (1280, 960)) -> Path:
    """Write a street of shops in colours of their own for each name; return the file."""
    colour = tuple(hashlib.sha256(name.encode()).digest()[:3])
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for number in range(5):
        left = number * size[0] // 5
        draw.rectangle((left + 20, size[1] // 3, left + size[0] // 5 - 20, size[1] - 60), fill=colour)
        draw.rectangle((left + 40, size[1] // 2, left + size[0] // 5 - 40, size[1] - 60), fill=(245, 240, 225))
    file = folder / name
    image.save(file, quality=88, exif=_exif())
    return file


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Tuyen"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = datetime.now().strftime("%Y:%m:%d %H:%M:%S")  # noqa: DTZ005 - EXIF is in local time
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    return exif
