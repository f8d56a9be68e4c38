"""Decode a picture that nobody vouches for: renditions, its own data, its difference hash.

Runs as a process of its own, `python -m server.media.renditions FOLDER <PICTURE >FACTS`, with limits on
memory, time and output, so that a hostile file can end nothing but this process. Renditions carry no metadata
and no colour profile. The same picture always gives the same bytes (for one Pillow release).
"""

import json
import math
import resource
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from PIL import ExifTags, Image, UnidentifiedImageError

from server.media.rules import HASH_COLUMNS, HASH_ROWS, difference_hash

FORMATS = ("JPEG", "PNG", "WEBP")
SIDES = {"thumb": 256, "large": 1600}
RENDITION_TYPE = "image/webp"

MAX_PIXELS = 64_000_000
MAX_SIDE = 20_000
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
WALL_SECONDS = 120
OUTPUT_BYTES = 16 << 20
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})
NONSENSE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError)
EXIF_DATE = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True)
class Facts:
    """What a picture tells: `width` and `height` in pixels as a person sees it (turned upright).

    `taken_at` is ISO 8601, with a zone only if the camera wrote one; `lat`, `lon` in degrees (WGS 84);
    `dhash` is the 64-bit difference hash without a sign.
    """

    width: int
    height: int
    taken_at: str | None
    lat: float | None
    lon: float | None
    dhash: int


class PictureError(Exception):
    """The picture can never be processed; the message is a code: broken, too_many_pixels, too_costly."""


def render(picture: Path, folder: Path) -> Facts:
    """Write `thumb` and `large` into `folder` in a limited process, return the facts; raises PictureError."""
    command = [sys.executable, "-m", "server.media.renditions", str(folder)]
    root = Path(__file__).parents[2]
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    with picture.open("rb") as source:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, and a folder that we made
                command,
                stdin=source,
                capture_output=True,
                cwd=root,
                env=environment,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PictureError("too_costly") from error
    return _read_answer(done)


def _read_answer(done: subprocess.CompletedProcess[bytes]) -> Facts:
    """Read the child's answer; a child that was killed by one of its limits gives none."""
    if done.returncode < 0:
        raise PictureError("too_costly")
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    answer = json.loads(done.stdout)
    if "failure" in answer:
        raise PictureError(answer["failure"])
    return Facts(**answer)


def decode(source: BinaryIO) -> tuple[Facts, Image.Image]:
    """Return what the picture tells and the picture itself, upright, at most 1600 pixels a side."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(source, formats=FORMATS) as picture:
        if max(picture.size) > MAX_SIDE:
            raise PictureError("too_many_pixels")
        width, height = picture.size
        exif = picture.getexif()
        picture.draft("RGB", (SIDES["large"], SIDES["large"]))
        large = _shrunk(_in_colour(picture), SIDES["large"])
    orientation = exif.get(ExifTags.Base.Orientation)
    if orientation in TURNS:
        large = large.transpose(TURNS[orientation])
    if orientation in SIDEWAYS:
        width, height = height, width
    lat, lon = read_position(exif.get_ifd(ExifTags.IFD.GPSInfo))
    taken_at = read_date(exif.get_ifd(ExifTags.IFD.Exif))
    return Facts(width, height, taken_at, lat, lon, _hash(large)), large


def _in_colour(picture: Image.Image) -> Image.Image:
    """Return the picture as RGB, or as RGBA when parts of it are transparent."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which `convert` would clip
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    """Return a copy of at most `side` pixels a side, transparent parts on white; never larger than it was."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")
    return small


def _write(picture: Image.Image, path: Path, *, quality: int) -> None:
    """Write the pixels alone: no EXIF, no XMP, no colour profile, no comment."""
    picture.info.clear()
    picture.save(path, "WEBP", quality=quality, method=2, exif=b"", icc_profile=None, xmp=b"")


def _hash(upright: Image.Image) -> int:
    grey = upright.convert("L").resize((HASH_COLUMNS, HASH_ROWS), Image.Resampling.BOX)
    return difference_hash(list(grey.tobytes()))


def read_date(exif: Mapping[int, Any]) -> str | None:
    """Return when the camera says that it took the picture, in ISO 8601; None for nonsense."""
    value = exif.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTimeDigitized)
    offset = exif.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        moment = datetime.strptime(str(value).strip("\x00 "), EXIF_DATE)  # noqa: DTZ007 - the zone is another tag
    except ValueError:
        return None
    try:
        return datetime.fromisoformat(f"{moment.isoformat()}{str(offset).strip()}").isoformat()
    except ValueError:
        return moment.isoformat()


def read_position(gps: Mapping[int, Any]) -> tuple[float, float] | tuple[None, None]:
    """Return latitude and longitude in degrees of an EXIF GPS block; (None, None) for nonsense."""
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None, None
    inside = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)  # noqa: PLR2004 - degrees of the globe
    return (round(lat, 7), round(lon, 7)) if inside else (None, None)


def _degrees(parts: Any, reference: object, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        raise ValueError("not a number")
    return -value if str(reference).strip("\x00 ").upper() == negative else value


def _limit() -> None:
    """Bind this process: memory, processor time, size and number of files, no core dump."""
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def answer(source: BinaryIO, folder: Path) -> dict[str, Any]:
    """Write the renditions; return the facts as JSON data, or `{"failure": code}`.

    What cannot be written is no fault of the picture: it is raised, so that the work is tried again.
    """
    try:
        facts, large = decode(source)
    except PictureError as error:
        return {"failure": str(error)}
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"failure": "too_many_pixels"}
    except MemoryError:
        return {"failure": "too_costly"}
    except NONSENSE:  # whatever Pillow's parsers raise
        return {"failure": "broken"}
    _write(large, folder / "large", quality=80)
    _write(_shrunk(large, SIDES["thumb"]), folder / "thumb", quality=70)
    return asdict(facts)


if __name__ == "__main__":
    _limit()
    json.dump(answer(sys.stdin.buffer, Path(sys.argv[1])), sys.stdout)
