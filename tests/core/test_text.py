"""Vietnamese text folds alike in Python and in the database."""

import unicodedata
from string import ascii_letters, digits, punctuation

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from server.core.text import fold, nfc

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
ALPHABET = LETTERS + LETTERS.upper() + ascii_letters + digits + punctuation.replace("\\", "") + " "
NAMES = ["Tạp hoá Cô Ba", "Đường Nguyễn Thị Minh Khai", "Quán Ốc Đào", "ƯỚC MƠ", "Thừa Thiên Huế", "Đắk Lắk", "ĐÀ NẴNG"]


@pytest.fixture(scope="module")
def in_the_database(engine: Engine):
    with engine.connect() as connection:
        yield lambda value: connection.scalar(text("SELECT fold_vi(:value)"), {"value": value})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_fold_to_plain_letters_in_both(in_the_database, name, form):
    spelled = unicodedata.normalize(form, name)
    assert fold(spelled) == in_the_database(spelled)
    assert fold(spelled).isascii()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(ALPHABET, max_size=30), st.sampled_from(["NFC", "NFD"]))
@example("ĐẶNG THỊ ƯỚC", "NFD")
def test_any_vietnamese_text_folds_alike_in_both(in_the_database, value, form):
    spelled = unicodedata.normalize(form, value)
    assert fold(spelled) == in_the_database(spelled)


@given(st.text(ALPHABET))
def test_folding_twice_is_folding_once(value):
    assert fold(fold(value)) == fold(value)


def test_letters_that_differ_in_tone_alone_fold_to_one():
    assert {fold(letter) for letter in "aàáảãạăằắẳẵặâầấẩẫậAÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ"} == {"a"}
    assert {fold(letter) for letter in "dđDĐ"} == {"d"}


@given(st.text(ALPHABET))
def test_composed_and_decomposed_spellings_are_stored_alike(value):
    assert nfc(unicodedata.normalize("NFD", value)) == nfc(unicodedata.normalize("NFC", value))
