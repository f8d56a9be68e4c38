"""`./tuyen organisation`: what the operator does with the organisations on his server."""

from server import wiring
from server.accounts.api.invitations import address_of
from server.accounts.errors import LoginTakenError, WeakPasswordError
from server.accounts.queries import tenants
from server.accounts.service.founding import Founder, found
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.instance.errors import InstanceError
from server.settings import Settings


def add_organisation(settings: Settings, founder: Founder) -> str | None:
    """Found an organisation; return the address at which its administrator chooses his password, if he has none."""
    database = _database(settings)
    try:
        with unit_of_work(database) as session:
            link = found(session, founder)
    except LoginTakenError:
        raise InstanceError(f"“{founder.login}” đã có người dùng.", f"“{founder.login}” is in use already.") from None
    except WeakPasswordError:
        raise InstanceError("Mật khẩu quá dễ đoán.", "The password is too easy to guess.") from None
    finally:
        database.engine.dispose()
    return address_of(settings.public_url, link) if link else None


def list_organisations(settings: Settings) -> list[tuple[int, str]]:
    """Return number and name of every organisation."""
    database = _database(settings)
    try:
        with unit_of_work(database) as session:
            return tenants(session)
    finally:
        database.engine.dispose()


def _database(settings: Settings) -> Database:
    return wiring.database(connect(settings.database_url, pool_size=1), settings.media_dir)
