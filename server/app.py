"""The web application: every area's endpoints behind one door."""

import gc

from flask import Flask
from flask_smorest import Api
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from server import logs, settings, wiring
from server.accounts import api as accounts_api
from server.accounts import service as accounts_service
from server.accounts.passwords import tenant_of_token
from server.activities import api as activities_api
from server.audit import api as audit_api
from server.catalogue import api as catalogue_api
from server.console import api as console_api
from server.core.actor import Actor
from server.core.database import Database, connect
from server.customers import api as customers_api
from server.forms import api as forms_api
from server.geography import api as geography_api
from server.jobs.doorbell import RedisDoorbell
from server.media import api as media_api
from server.notifications import api as notifications_api
from server.opportunities import api as opportunities_api
from server.orders import api as orders_api
from server.routes import api as routes_api
from server.settings import Settings
from server.sync import api as sync_api
from server.sync.poke import Caller, call_after_commit
from server.visits import api as visits_api
from server.web import headers, health, openapi, problems, static
from server.web.context import Credential, Services
from server.web.limits import Limiter
from server.web.strict_json import StrictJson

AREAS = (
    accounts_api,
    catalogue_api,
    customers_api,
    forms_api,
    media_api,
    notifications_api,
    geography_api,
    activities_api,
    opportunities_api,
    orders_api,
    routes_api,
    visits_api,
    sync_api,
    audit_api,
    console_api,
)
BODY_BYTES = 2 * 1_048_576
OBJECTS_BETWEEN_COLLECTIONS = 10_000


def served() -> Flask:
    """Return the application from the environment for a web process that stays, as gunicorn asks for it.

    What it is made of is put out of the garbage collector's sight: to look through it takes 0.1 s of some request.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    return app


def create_app(given: Settings | None = None, database: Database | None = None) -> Flask:
    """Return the application; without arguments it is made from the environment."""
    if given is None:
        logs.configure()
        given = settings.load()
    if database is None:
        database = wiring.database(connect(given.database_url), given.media_dir, RedisDoorbell(given.redis_url))
        call_after_commit(database.sessions, Caller(given.redis_url).call)
    app = Flask(__name__, static_folder=None)
    app.config.update(openapi.SETTINGS, MAX_FORM_MEMORY_SIZE=BODY_BYTES)
    app.json_provider_class = StrictJson
    app.json = StrictJson(app)
    app.extensions["tuyen"] = Services(given, database, identify, tenant_of, Limiter(given.redis_url))
    if given.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, given.proxies, given.proxies, given.proxies)  # type: ignore[method-assign]
    headers.install(app, given)
    problems.install(app, wiring.CATALOGUE)
    api = Api(app)
    app.extensions["tuyen-api"] = api
    for area in AREAS:
        api.register_blueprint(area.blp)
    problems.install(app, wiring.CATALOGUE)
    app.register_blueprint(health.blp)
    static.install(app, given)
    return app


def tenant_of(credential: Credential) -> int | None:
    """Return the number of the organisation that a credential claims to be of."""
    return tenant_of_token(credential.token)


def identify(session: Session, credential: Credential) -> Actor | None:
    """Return whose credential it is: a phone's bearer token or a console's cookie."""
    if credential.kind == "bearer":
        return accounts_service.actor_by_device_token(session, credential.token)
    return accounts_service.actor_by_token(session, credential.token)
