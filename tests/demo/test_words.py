import re
import unicodedata

import pytest

from server.demo import words
from server.demo.words import generator


def test_phones_are_ten_digits_with_a_mobile_prefix_and_differ():
    numbers = words.phones(generator(1), 2000)
    assert len(set(numbers)) == 2000
    assert all(re.fullmatch(r"0[35789]\d{8}", number) for number in numbers)


def test_the_same_seed_gives_the_same_people():
    assert [words.person(generator(7)) for _ in range(3)] == [words.person(generator(7)) for _ in range(3)]
    assert words.person(generator(7)) != words.person(generator(8))


@pytest.mark.parametrize("kind", ["shop", "organisation", "household", "person"])
def test_names_are_in_composed_form_and_without_stray_spaces(kind):
    rng = generator(5)
    for name in (words.customer(rng, kind) for _ in range(200)):
        assert unicodedata.is_normalized("NFC", name)
        assert name == " ".join(name.split())


def test_a_repeated_name_is_told_apart_by_its_mark():
    assert words.distinct(["Tạp hoá Ba", "Tạp hoá Ba"], ["Lê Duẩn", "Hùng Vương"]) == [
        "Tạp hoá Ba",
        "Tạp hoá Ba - Hùng Vương",
    ]


@pytest.mark.parametrize("province", list(words.STREETS))
def test_a_house_number_names_its_street(province):
    rng = generator(3)
    street = words.street(rng, province)
    assert all(words.house_number(rng, province, street).endswith(street) for _ in range(50))
