"""Pictures through the limited process: what is read, what is drawn, what is refused, and at what cost."""

import io
import json
import random
import resource
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw

from server.media import renditions
from server.media.renditions import Facts, PictureError
from server.media.rules import distance

SECONDS = 30


def scene(size=(900, 600), seed=1) -> Image.Image:
    """A picture with large shapes, different for each seed."""
    dice = random.Random(seed)  # noqa: S311 - a picture, not a secret
    image = Image.new("RGB", size, (200, 210, 220))
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.ellipse((x, y, x + dice.randrange(50, 400), y + dice.randrange(50, 300)), fill=colour)
    return image


def encoded(image: Image.Image, kind="JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def render(tmp_path):
    def run(data: bytes) -> tuple[Facts, Path]:
        source, folder = tmp_path / "source", tmp_path / "made"
        source.write_bytes(data)
        folder.mkdir(exist_ok=True)
        return renditions.render(source, folder), folder

    return run


def exif(**tags) -> Image.Exif:
    """EXIF with an orientation, a GPS block and dates, as given."""
    made = Image.Exif()
    if "orientation" in tags:
        made[ExifTags.Base.Orientation] = tags["orientation"]
    if "gps" in tags:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(tags["gps"])
    if "dates" in tags:
        made.get_ifd(ExifTags.IFD.Exif).update(tags["dates"])
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_thumb_and_large_keep_the_proportions(render, kind):
    facts, folder = render(encoded(scene((2400, 1200)), kind))
    assert (facts.width, facts.height) == (2400, 1200)
    with Image.open(folder / "thumb") as thumb, Image.open(folder / "large") as large:
        assert (thumb.format, thumb.size) == ("WEBP", (256, 128))
        assert (large.format, large.size) == ("WEBP", (1600, 800))


def test_a_small_picture_is_not_blown_up(render):
    _, folder = render(encoded(scene((100, 80))))
    with Image.open(folder / "large") as large:
        assert large.size == (100, 80)


def test_the_same_picture_gives_the_same_bytes(render):
    data = encoded(scene())
    first, folder = render(data)
    before = [(folder / name).read_bytes() for name in renditions.SIDES]
    second, folder = render(data)
    assert first == second
    assert before == [(folder / name).read_bytes() for name in renditions.SIDES]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(render, orientation):
    upright = Image.new("RGB", (120, 80), "white")
    upright.paste((220, 0, 0), (0, 0, 40, 30))  # red in the top left corner
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes the viewer's
    stored = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    facts, folder = render(encoded(stored, quality=95, exif=exif(orientation=orientation)))
    assert (facts.width, facts.height) == (120, 80)
    with Image.open(folder / "large") as large:
        assert large.size == (120, 80)
        red, green, _ = large.getpixel((10, 10))
        assert (red > 180, green < 60) == (True, True)
        assert min(large.getpixel((110, 70))) > 230


def test_place_and_time_are_read_and_leave_with_no_rendition(render):
    block = {1: "S", 2: (10.0, 46.0, 36.84), 3: "E", 4: (106.0, 42.0, 3.24)}
    dates = {0x9003: "2026:11:21 17:02:11", 0x9011: "+07:00"}
    data = encoded(scene(), exif=exif(gps=block, dates=dates))
    facts, folder = render(data)
    assert facts.taken_at == "2026-11-21T17:02:11+07:00"
    assert (facts.lat, facts.lon) == (pytest.approx(-10.7769), pytest.approx(106.7009))
    for name in renditions.SIDES:
        made = (folder / name).read_bytes()
        assert riff_chunks(made) == [b"VP8 "]
        with Image.open(io.BytesIO(made)) as image:
            assert not image.getexif()
            assert "icc_profile" not in image.info


def riff_chunks(data: bytes) -> list[bytes]:
    """Name the parts of a WEBP file: pixels alone, or metadata too."""
    names, place = [], 12
    while place < len(data):
        size = struct.unpack("<I", data[place + 4 : place + 8])[0]
        names.append(data[place : place + 4])
        place += 8 + size + size % 2
    return names


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({2: (91.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({2: (1.0, 2.0), 4: (1.0, 2.0, 3.0)}, (None, None)),
        ({2: "north", 4: "east"}, (None, None)),
        ({2: (float("nan"), 0.0, 0.0), 4: (1.0, 0.0, 0.0)}, (None, None)),
        ({2: (1.0, 0.0, 0.0)}, (None, None)),
        ({}, (None, None)),
        ({1: "n", 2: (21.0, 30.0, 0.0), 3: "w\x00", 4: (1.0, 0.0, 0.0)}, (21.5, -1.0)),
    ],
)
def test_positions_that_are_none_are_not_read(gps, expected):
    assert renditions.read_position(gps) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({0x9003: "2026:02:30 10:00:00"}, None),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: "2026:02:03 10:00:00\x00"}, "2026-02-03T10:00:00"),
        ({0x9004: "2026:02:03 10:00:00"}, "2026-02-03T10:00:00"),
        ({0x9003: "2026:02:03 10:00:00", 0x9011: "<script>"}, "2026-02-03T10:00:00"),
        ({0x9003: b"\xff\xfe"}, None),
        ({}, None),
    ],
)
def test_dates_that_are_none_are_not_read(tags, expected):
    assert renditions.read_date(tags) == expected


def test_the_hash_stays_when_the_picture_is_stored_anew(render):
    original, _ = render(encoded(scene(), "PNG"))
    for data in (
        encoded(scene(), quality=40),
        encoded(scene().resize((450, 300))),
        encoded(scene(), "WEBP", quality=50),
        encoded(Image.eval(scene(), lambda value: min(255, value + 12)), quality=85),
    ):
        again, _ = render(data)
        assert distance(original.dhash, again.dhash) <= 4


def test_other_pictures_have_other_hashes(render):
    hashes = [render(encoded(scene(seed=seed)))[0].dhash for seed in range(4)]
    assert min(distance(a, b) for a in hashes for b in hashes if a != b) > 10
    assert len(set(hashes)) == 4


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("RGBA", "PNG"), ("LA", "PNG")],
)
def test_every_colour_mode_is_drawn(render, mode, kind):
    facts, folder = render(encoded(scene((300, 200)).convert(mode), kind))
    assert (facts.width, facts.height) == (300, 200)
    with Image.open(folder / "thumb") as thumb:
        assert thumb.mode == "RGB"


def test_transparent_parts_are_drawn_on_white(render):
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    _, folder = render(encoded(image, "PNG"))
    with Image.open(folder / "large") as large:
        assert min(large.getpixel((30, 30))) > 250


def test_sixteen_bits_of_grey_are_not_clipped(render):
    grey = Image.new("I;16", (50, 50), 0x8000)
    _, folder = render(encoded(grey, "PNG"))
    with Image.open(folder / "large") as large:
        assert abs(large.getpixel((25, 25))[0] - 128) < 4


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, body: bytes, *before: bytes) -> bytes:
    """A grey PNG of whatever size it claims."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(before) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def squeezed_rows(width: int, height: int) -> bytes:
    squeeze = zlib.compressobj(9)
    row = bytes(width + 1)
    return b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(encoded(scene((64, 64))))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_claiming(width: int, height: int) -> bytes:
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated_png(frames: int) -> bytes:
    images = [Image.new("L", (8, 8), number % 256) for number in range(frames)]
    return encoded(images[0], "PNG", save_all=True, append_images=images[1:], duration=1)


BOMBS = {
    "13,300 pixels square in half a megabyte": lambda: png(13300, 13300, squeezed_rows(13300, 13300)),
    "a PNG that claims 2 thousand million a side": lambda: png(2**31 - 1, 2**31 - 1, b""),
    "a PNG one pixel high and wider than a mile": lambda: png(60_000_000, 1, squeezed_rows(1000, 1)),
    "a JPEG that claims 65,500 a side": lambda: jpeg_claiming(65500, 65500),
    "a WEBP that claims 16 million a side": lambda: webp_claiming(1 << 24, 1 << 24),
}
BROKEN = {
    "nothing but a PNG header": lambda: b"\x89PNG\r\n\x1a\n",
    "a PNG cut in its pixels": lambda: png(500, 500, squeezed_rows(500, 500)[:40]),
    "a PNG without pixels": lambda: png(0, 0, b""),
    "a PNG whose text explodes": lambda: png(
        50, 50, b"", chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(80_000_000), 9))
    ),
    "a JPEG cut in the middle": lambda: encoded(scene())[:9000],
    "a JPEG of two bytes": lambda: b"\xff\xd8\xff",
    "60,000 markers and no picture": lambda: b"\xff\xd8" + b"\xff\xe1\x00\x04ab" * 60_000 + b"\xff\xd9",
    "a TIFF": lambda: encoded(scene(), "TIFF"),
    "a GIF": lambda: encoded(scene(), "GIF"),
    "an ICO": lambda: encoded(scene((64, 64)), "ICO"),
    "an EPS": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "a page of HTML": lambda: b"<html><script>alert(1)</script>",
    "noise": lambda: random.Random(7).randbytes(50_000),  # noqa: S311 - noise, not a secret
}
HARMLESS = {
    "a JPEG with a ZIP behind it": lambda: encoded(scene()) + b"PK\x03\x04" + bytes(2000),
    "a JPEG with a script behind it": lambda: encoded(scene()) + b"<?php system($_GET[0]); ?><script>alert(1)</script>",
    "64 KB of script in EXIF": lambda: encoded(scene(), exif=exif(dates={0x9286: b"<script>alert(1)</script>" * 2000})),
    "a colour profile that is none": lambda: encoded(scene(), icc_profile=b"nonsense" * 4000),
    "2,000 frames": lambda: animated_png(2000),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_refused_before_they_go_off(render, make):
    data, before = make(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(PictureError, match=r"too_many_pixels|broken"):
        render(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN.keys())
def test_nonsense_is_broken_and_nothing_worse(render, make):
    began = time.monotonic()
    with pytest.raises(PictureError, match="broken"):
        render(make())
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_hides_in_a_picture_is_not_in_its_renditions(render, make):
    _, folder = render(make())
    for name in renditions.SIDES:
        made = (folder / name).read_bytes()
        assert b"script" not in made
        assert b"PK\x03\x04" not in made
        assert b"nonsense" not in made


@pytest.mark.slow
def test_a_picture_cut_at_any_place_is_drawn_or_broken(render):
    data = encoded(scene((320, 200)))
    outcomes = set()
    for percent in range(0, 100, 4):
        try:
            render(data[: len(data) * percent // 100])
            outcomes.add("drawn")
        except PictureError as error:
            outcomes.add(str(error))
    assert outcomes <= {"drawn", "broken"}
    assert "broken" in outcomes


def test_the_largest_picture_that_is_taken_fits_the_limits(render):
    facts, _ = render(png(19_999, 3_200, squeezed_rows(19_999, 3_200)))
    assert (facts.width, facts.height) == (19_999, 3_200)


def test_memory_is_limited(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(png(8_000, 8_000, squeezed_rows(8_000, 8_000)))
    program = (
        "import sys, json, pathlib; from server.media import renditions as r; r.MEMORY_BYTES = 160 << 20;"
        " r._limit(); print(json.dumps(r.answer(sys.stdin.buffer, pathlib.Path('.'))))"
    )
    with source.open("rb") as stdin:
        done = subprocess.run([sys.executable, "-c", program], stdin=stdin, capture_output=True, check=True)
    assert json.loads(done.stdout) == {"failure": "too_costly"}


def test_a_process_beyond_its_time_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(renditions, "WALL_SECONDS", 0.01)
    source = tmp_path / "source"
    source.write_bytes(encoded(scene()))
    with pytest.raises(PictureError, match="too_costly"):
        renditions.render(source, tmp_path)


def test_a_missing_folder_is_our_fault_and_not_the_pictures(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(encoded(scene()))
    with pytest.raises(RuntimeError):
        renditions.render(source, tmp_path / "nowhere")
