"""What is decided about a file by its headers and first bytes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import DomainError, InvalidInputError
from server.media import rules
from server.media.errors import MetadataError

HEADS = {
    b"\xff\xd8\xff\xe1\x00\x10Exif": "image/jpeg",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": "image/png",
    b"RIFF\x24\x00\x00\x00WEBPVP8 ": "image/webp",
    b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00": "image/heic",
    b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00": "video/mp4",
    b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00": "video/quicktime",
    b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm": "video/webm",
}
REFUSED = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">',
    "pdf before a jpeg": b"%PDF-1.7\n\xff\xd8\xff\xe0",
    "gif and jar": b"GIF89a\x01\x00\x01\x00PK\x03\x04",
    "hls": b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd",
    "dash": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
    "ffconcat": b"ffconcat version 1.0\nfile /etc/passwd",
    "tiff": b"II*\x00\x08\x00\x00\x00",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0",
    "djvu": b"AT&TFORM\x00\x00\x00\x00DJVMDIRM",
    "matroska that is no webm": b"\x1a\x45\xdf\xa3\x9fB\x82\x88matroska",
    "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
    "riff sound": b"RIFF\xff\xff\xff\xffWAVEfmt ",
    "zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    "a jpeg one byte late": b"\x00\xff\xd8\xff\xe0",
    "empty": b"",
}


@pytest.mark.parametrize(("head", "media_type"), HEADS.items(), ids=HEADS.values())
def test_types_are_known_by_their_first_bytes(head, media_type):
    assert rules.sniff(head.ljust(rules.SNIFF_BYTES, b"\0")) == media_type
    assert media_type in rules.EXTENSIONS


@pytest.mark.parametrize("head", REFUSED.values(), ids=REFUSED.keys())
def test_everything_else_is_no_type(head):
    assert rules.sniff(head.ljust(rules.SNIFF_BYTES, b"\0")) is None


@pytest.mark.parametrize("head", [b"%PDF-1.4\n", b"%PDF-1.7\r\n", b"%PDF-2.0 ", b"%PDF-1.3%\xe2\xe3"])
def test_a_pdf_is_known_by_its_beginning_and_its_end(head):
    assert rules.sniff(head.ljust(rules.SNIFF_BYTES, b"0"), b"startxref\n9\n%%EOF\n") == "application/pdf"
    assert rules.sniff(head.ljust(rules.SNIFF_BYTES, b"0"), b"the rest is missing") is None


@pytest.mark.parametrize(
    "head", [b"\n%PDF-1.4\n", b"%PDF-9.1\n", b"%PDF-1.45", b"%PDF", b"%!PS-Adobe-3.0 PDF-1.4", b"PK"]
)
def test_what_only_speaks_of_a_pdf_is_none(head):
    assert rules.sniff(head.ljust(rules.SNIFF_BYTES, b"0"), b"%%EOF\n") is None


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Hợp đồng 2026.pdf", "Hợp đồng 2026.pdf"),
        ("HỢP ĐỒNG.PDF", "HỢP ĐỒNG.PDF"),
        ("setup.exe", "setup.exe.pdf"),
        ("../../a\r\nX: 1", "a X: 1.pdf"),
        ("..", "id.pdf"),
        (None, "id.pdf"),
    ],
)
def test_a_file_is_kept_under_its_name_with_the_ending_of_what_it_is(asked, kept):
    assert rules.kept_as(asked, "application/pdf", "id") == kept


@given(st.binary(max_size=rules.SNIFF_BYTES))
def test_sniffing_never_fails(head):
    assert rules.sniff(head) in {None, *rules.EXTENSIONS}


@given(st.text(max_size=200))
def test_metadata_is_read_or_refused(header):
    try:
        read = rules.parse_metadata(header)
    except MetadataError:
        return
    assert all("\x00" not in value for value in read.values())


@given(st.dictionaries(st.sampled_from(["media_id", "sha256", "filetype", "captured_at"]), st.text(max_size=60)))
def test_a_request_is_read_or_refused(metadata):
    with pytest.raises(DomainError):
        rules.read_request(metadata, "1")


def test_values_are_decoded_and_may_be_missing():
    assert rules.parse_metadata("filename xJHDow==, is_private ,empty") == {
        "filename": "đã",
        "is_private": "",
        "empty": "",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-21T17:02:11.120+07:00", "2026-11-21T10:02:11.120000+00:00"),
        ("2026-11-21T10:02:11Z", "2026-11-21T10:02:11+00:00"),
        ("2026-11-21T10:02:11", None),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_the_phones_time_is_kept_when_it_is_one(value, expected):
    metadata = {
        "media_id": "0192aaaa-0000-7000-8000-000000000000",
        "sha256": "a" * 64,
        "filetype": "image/jpeg",
        "captured_at": value,
    }
    captured_at = rules.read_request(metadata, "10").captured_at
    assert (captured_at.isoformat() if captured_at else None) == expected


@pytest.mark.parametrize(("sha256", "size"), [("x", 1), ("a" * 63, 1), ("a" * 64, 0), ("a" * 64, 1 << 40)])
def test_a_form_must_name_a_file_that_can_exist(sha256, size):
    with pytest.raises(InvalidInputError):
        rules.check_named(sha256, size, "/media/0")


def test_difference_hash_by_hand():
    rising = [column for _ in range(8) for column in range(9)]
    assert rules.difference_hash(rising) == (1 << 64) - 1
    assert rules.difference_hash(rising[::-1]) == 0
    only_top_left = [0, 1, *[1] * 70]
    assert rules.difference_hash(only_top_left) == 1 << 63


@given(st.integers(0, (1 << 64) - 1))
def test_a_hash_survives_the_database_and_javascript(value):
    signed = rules.to_signed(value)
    assert -(1 << 63) <= signed < 1 << 63
    assert int(rules.to_hex(signed), 16) == value


@given(st.integers(0, (1 << 64) - 1), st.integers(0, (1 << 64) - 1))
def test_distance_counts_bits(one, other):
    assert rules.distance(one, other) == rules.distance(other, one) == sum(c == "1" for c in bin(one ^ other))
