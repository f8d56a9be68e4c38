"""A supervisor with a priced product, and a rep with a customer."""

import pytest

from tests.kit.selling import made, price_list_answers, product_answers


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


@pytest.fixture
def desk(console, world):
    return console(world.supervisor)


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made(full_name="Tạp hoá Cô Ba")


@pytest.fixture
def soap(boss):
    return made(boss, "product.profile", product_answers("SRM-01", price=100_000, tax_percent=10))


@pytest.fixture
def listed(boss, soap):
    """The soap at 90.000 đ for 1, by a price list in force."""
    return made(boss, "price.list", price_list_answers({soap: 90_000}))
