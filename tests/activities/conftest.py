"""A rep with a shop, his supervisor at the console, and what an administrator has set up for both."""

import pytest


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made()


@pytest.fixture
def supervisor(console, world):
    return console(world.supervisor)


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def tag(admin):
    return admin.post("/tags", {"name": "Khách quen", "colour": "#0EA5E9"}, expect=201)


@pytest.fixture
def update_set(admin, tag):
    body = {"name": "Hỏi thăm", "tags": [tag["id"]], "attributes": ["email", "owner_name"]}
    return admin.post("/update-sets", body, expect=201)
