import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from server.demo.lettering import fitted, lettering
from server.demo.pictures import Snapshot, photograph

SHOT = Snapshot(
    3,
    "front",
    "Tạp hoá Cô Ba",
    "0905 123 456",
    16.054407,
    108.202167,
    datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
)
RED = (200, 0, 0)


def ink(letter: str) -> bytes:
    return lettering(letter, 40, RED).tobytes()


@pytest.mark.parametrize(
    "group",
    ["AĂÂÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬ", "EÊÉÈẺẼẸẾỀỂỄỆ", "IÍÌỈĨỊ", "OÔƠÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢ", "UƯÚÙỦŨỤỨỪỬỮỰ", "YÝỲỶỸỴ", "DĐ"],
)
def test_every_letter_of_the_alphabet_looks_different(group):
    assert len({ink(letter) for letter in group}) == len(group)


def test_small_letters_are_written_as_capitals_and_both_normal_forms_alike():
    assert ink("ế") == ink("Ế") == ink("E\u0302\u0301")


def test_marks_stay_inside_the_picture():
    for letter in "ẪỮỆỌ":
        written = lettering(letter, 60, RED)
        left, top, right, bottom = written.getbbox()
        assert top > 0
        assert bottom < written.height
        assert left > 0
        assert right < written.width


def test_a_long_name_is_written_small_enough():
    written = fitted("Siêu thị mini Đường Bưởi Ngũ Hành Sơn", (300, 80), RED)
    assert written.width <= 300
    assert written.height <= 80


@pytest.mark.parametrize("subject", ["front", "shelf"])
def test_a_photograph_is_a_jpeg_that_says_where_and_when(subject):
    image = Image.open(io.BytesIO(photograph(Snapshot(**{**vars(SHOT), "subject": subject}))))
    image.load()
    exif = image.getexif()
    assert (image.format, image.size) == ("JPEG", (800, 600))
    assert exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] == "2026:11:20 09:30:00"
    assert exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] == "+07:00"
    degrees, minutes, seconds = exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude]
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(SHOT.lat, abs=1e-6)


def test_the_same_seed_gives_the_same_picture_and_another_another():
    assert photograph(SHOT) == photograph(SHOT)
    assert photograph(SHOT) != photograph(Snapshot(**{**vars(SHOT), "seed": 4}))
