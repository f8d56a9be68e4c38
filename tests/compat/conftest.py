"""The product on a socket with a database of its own, apps of other makers, and our own phone beside them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from server import wiring
from server.accounts.service import Hire, add_branch, hire, open_account, shipped_title
from server.app import create_app
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.settings import Settings
from tests.compat.apps import App, Stage, staged
from tests.kit.databases import own_database
from tests.kit.live import serving
from tests.kit.people import equip
from tests.kit.phone import Phone
from tests.kit.world import HASH, Member, World, make_world

AppOf = Callable[..., App]


@pytest.fixture(scope="session")
def live_database(worker_id: str, settings: Settings) -> Iterator[Database]:
    with own_database(f"{worker_id}_compat") as address:
        made = wiring.database(connect(address), settings.media_dir)
        yield made
        made.engine.dispose()


@pytest.fixture(scope="session")
def live_app(settings: Settings, live_database: Database) -> Flask:
    return create_app(settings, live_database)


@pytest.fixture(scope="session")
def address(live_app: Flask) -> Iterator[str]:
    with serving(live_app) as base:
        yield base.removesuffix("/api/v1")


@pytest.fixture(scope="session")
def stage(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(worker_id, tmp_path_factory.mktemp("compat")) as opened:
        yield opened


@pytest.fixture(scope="session")
def whole_firm(live_database: Database) -> World:
    return make_world(live_database, uuid4().hex)


@pytest.fixture
def firm(live_database: Database, whole_firm: World) -> World:
    """The organisation with a supervisor and two reps of this test's own, committed."""
    mark = uuid4().hex
    with unit_of_work(live_database, whole_firm.tenant_id) as session:
        branch_id = add_branch(session, mark).id

        def hired(part: str, title: str, manager: Member) -> Member:
            person = Hire(part, shipped_title(session, title), manager.id, branch_id)
            employee, login = hire(session, person), f"{part}.{mark}@example.test"
            open_account(session, employee.id, login, password_hash=HASH)
            return Member(employee.id, part, login)

        supervisor = hired("supervisor", "supervisor", whole_firm.director)
        return replace(
            whole_firm,
            supervisor=supervisor,
            rep1=hired("rep1", "rep", supervisor),
            rep2=hired("rep2", "rep", supervisor),
        )


@pytest.fixture
def own_phone(live_app: Flask, live_database: Database, firm: World) -> Callable[[Member], Phone]:
    """A phone that speaks our own protocol: `own_phone(firm.rep1)`."""

    def take(member: Member) -> Phone:
        with unit_of_work(live_database, firm.tenant_id) as session:
            person = equip(session, member)
        return Phone(live_app.test_client(), person.token, str(person.actor.device_id), str(member.id))

    return take


@pytest.fixture
def app_of(stage: Stage, address: str, live_database: Database, firm: World) -> Iterator[AppOf]:
    """An app on a phone of a member: `app_of("watermelon", firm.rep1)`; all are closed after the test."""

    def take(maker: str, member: Member, **how) -> App:
        with unit_of_work(live_database, firm.tenant_id) as session:
            token = equip(session, member).token
        return stage.open(maker, address, token, **how)

    yield take
    while stage.opened:
        stage.opened.pop().close()


@pytest.fixture(params=["watermelon", "rxdb"])
def maker(request: pytest.FixtureRequest) -> str:
    """Whose database the app has."""
    return request.param
