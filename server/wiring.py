"""Where the areas meet: what each contributes to sync, forms, media and the workers."""

from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from server.accounts import dataset as accounts_dataset
from server.accounts import errors as accounts_errors
from server.accounts import jobs as accounts_jobs
from server.accounts import phone_errors
from server.accounts import queries as accounts_queries
from server.accounts.queries import organisation as organisation_queries
from server.accounts.service import founding, memberships, phone_tokens, transfer
from server.activities import dataset as activities_dataset
from server.activities import errors as activities_errors
from server.activities import jobs as activities_jobs
from server.activities import submissions as activities_submissions
from server.activities.queries import notes as activities_notes
from server.audit import jobs as audit_jobs
from server.audit import queries as audit_queries
from server.audit import service as audit_service
from server.catalogue import dataset as catalogue_dataset
from server.catalogue import errors as catalogue_errors
from server.catalogue import queries as catalogue_queries
from server.catalogue import submissions as catalogue_submissions
from server.catalogue.service.tables import PRICE_LISTS, PRODUCTS, PROMOTIONS
from server.console import labels
from server.core.actor import Actor
from server.core.database import Database, Doorbell, SilentDoorbell
from server.core.errors import Catalogue
from server.core.registry import Dataset, RecordKind, Registry
from server.customers import dataset as customers_dataset
from server.customers import errors as customers_errors
from server.customers import jobs as customers_jobs
from server.customers import mail_errors
from server.customers import queries as customers_queries
from server.customers import submissions as customers_submissions
from server.customers.models import Customer
from server.customers.service import assigning, exporting, filing, holdings
from server.customers.service.references import REFERENCES, Reference
from server.forms import dataset as forms_dataset
from server.forms import errors as forms_errors
from server.forms import media as forms_media
from server.forms import queries as forms_queries
from server.forms import service as forms_service
from server.forms.service import rebuilding
from server.jobs.periodic import Chore
from server.media import errors as media_errors
from server.media import jobs as media_jobs
from server.media import service as media_service
from server.media.storage import LocalStorage, Storage
from server.notifications import dataset as notifications_dataset
from server.notifications import jobs as notifications_jobs
from server.notifications import phones as notifications_phones
from server.notifications.mail import Post
from server.opportunities import dataset as opportunities_dataset
from server.opportunities import errors as opportunities_errors
from server.opportunities import service as opportunities_service
from server.opportunities import submissions as opportunities_submissions
from server.opportunities.service.noting import OPPORTUNITIES
from server.orders import dataset as orders_dataset
from server.orders import errors as orders_errors
from server.orders import service as orders_service
from server.orders import submissions as orders_submissions
from server.orders.service.tables import ORDERS
from server.routes import dataset as routes_dataset
from server.routes import errors as routes_errors
from server.routes import jobs as routes_jobs
from server.routes import queries as routes_queries
from server.routes import submissions as routes_submissions
from server.routes.models import Route
from server.routes.service import handing_over
from server.routes.service import membership as routes_membership
from server.routes.service.retelling import ASSIGNMENTS, ROUTES
from server.sync import errors as sync_errors
from server.sync import jobs as sync_jobs
from server.sync import retention
from server.visits import service as visits_service
from server.visits import submissions as visits_submissions
from server.visits.models import Visit
from server.visits.service.retelling import TICKETS
from server.web import errors as web_errors

DATASETS: tuple[Dataset, ...] = (
    *accounts_dataset.DATASETS,
    *activities_dataset.DATASETS,
    *catalogue_dataset.DATASETS,
    routes_dataset.customer_projection(customers_dataset.CUSTOMER),
    customers_dataset.GROUP,
    *forms_dataset.DATASETS,
    *notifications_dataset.DATASETS,
    *opportunities_dataset.DATASETS,
    *orders_dataset.DATASETS,
    *routes_dataset.DATASETS,
)

RECORDS: tuple[RecordKind, ...] = (
    *activities_dataset.RECORDS,
    customers_dataset.RECORD,
    *catalogue_dataset.RECORDS,
    opportunities_dataset.RECORD,
    orders_dataset.RECORD,
    routes_dataset.RECORD,
)

CATALOGUE: Catalogue = {
    **web_errors.CATALOGUE,
    **accounts_errors.CATALOGUE,
    **phone_errors.CATALOGUE,
    **activities_errors.CATALOGUE,
    **catalogue_errors.CATALOGUE,
    **customers_errors.CATALOGUE,
    **mail_errors.CATALOGUE,
    **forms_errors.CATALOGUE,
    **media_errors.CATALOGUE,
    **opportunities_errors.CATALOGUE,
    **orders_errors.CATALOGUE,
    **routes_errors.CATALOGUE,
    **sync_errors.CATALOGUE,
}


MOVED_WITH_CUSTOMERS = [
    Reference("activity"),
    Reference("call_log"),
    Reference("note", touches=("note", "id")),
    Reference("opportunity", touches=("opportunity", "id")),
    Reference("route_stop", alone=("route_id",), when="valid_to IS NULL", touches=("route", "route_id")),
    Reference("sales_order", touches=("order", "id")),
    Reference("submission", touches=("submission", "id")),
    Reference("task", touches=("task", "id")),
    Reference("ticket", touches=("ticket", "id")),
    Reference("visit"),
]
"""What refers to a customer in the areas above, and goes over when it is merged into another."""


def registry(storage: Storage, post: Post | None = None) -> Registry:
    """Return everything that the areas contribute, and hang the higher areas' rules into the lower ones.

    Mail goes out by `post`; without it notices stay in the inboxes and e-mails to customers fail.
    """
    organisation_queries.LATER_STEPS.update(customer=Customer, route=Route, visit=Visit)
    transfer.TRANSFERS[:] = [assigning.hand_over, handing_over.hand_over]
    phone_tokens.ALERTS[:] = [notifications_phones.tell_of_copied_phone]
    founding.ON_FOUNDING[:] = [forms_service.publish_shipped, opportunities_service.give_default]
    orders_service.MEETINGS[:] = [visits_service.check_in]
    opportunities_service.MEETINGS[:] = [visits_service.check_in]
    customers_queries.GRANTS[:] = [routes_queries.assigned_customer_ids]
    customers_queries.ROUTES_OF[:] = [routes_queries.routes_of]
    memberships.FOLLOWERS[:] = [routes_membership.refresh, holdings.refresh_holders]
    media_service.on_change[:] = [forms_service.touch_media]
    media_service.visibility = _shows_file
    REFERENCES[:] = MOVED_WITH_CUSTOMERS
    exporting.OWN_FIELDS[:] = [forms_queries.own_fields_of_customers]
    audit_queries.reach = accounts_queries.belongs_to_reach
    audit_queries.PEOPLE[:] = [labels.who]
    audit_queries.RECORDS.update(labels.RECORDS)
    for table in (PRODUCTS, PRICE_LISTS, PROMOTIONS, ORDERS, OPPORTUNITIES):
        rebuilding.SOURCES[table.kind] = rebuilding.Source(table.name)
    rebuilding.SOURCES |= {"route": ROUTES, "assignment": ASSIGNMENTS, "ticket": TICKETS}
    rebuilding.SOURCES[PRODUCTS.kind] = rebuilding.Source(PRODUCTS.name, history=catalogue_queries.DECISIONS)
    return Registry(
        datasets={dataset.kind: dataset for dataset in DATASETS},
        handlers={
            **activities_submissions.HANDLERS,
            **catalogue_submissions.HANDLERS,
            **customers_submissions.HANDLERS,
            **opportunities_submissions.HANDLERS,
            **orders_submissions.HANDLERS,
            **routes_submissions.HANDLERS,
            **visits_submissions.HANDLERS,
        },
        records={record.kind: record for record in RECORDS},
        tasks={
            **accounts_jobs.TASKS,
            **media_jobs.tasks(storage),
            **notifications_jobs.tasks(post),
            **routes_jobs.TASKS,
            **customers_jobs.tasks(post),
            **sync_jobs.TASKS,
        },
        before_commit=audit_service.write,
    )


def _shows_file(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether anything that the actor sees shows the file."""
    tellers = (forms_media.is_visible, activities_notes.shows_file, filing.shows)
    return any(shows(session, actor, media_id) for shows in tellers)


def database(
    sessions: sessionmaker[Session], media_dir: Path, doorbell: Doorbell | None = None, post: Post | None = None
) -> Database:
    """Return the database with everything that a committing transaction needs; files lie under `media_dir`."""
    return Database(sessions, registry(LocalStorage(media_dir), post), doorbell or SilentDoorbell())


def chores(database: Database, anchors: Path | None) -> tuple[Chore, ...]:
    """Return what every worker does again and again; heads of the history are appended to the file `anchors`."""

    def tenants(session: Session) -> list[int]:
        return [number for number, _ in accounts_queries.tenants(session)]

    return (
        Chore("sealer", audit_jobs.EVERY_S, audit_jobs.Sealer(database, tenants, anchors).tick),
        Chore("tickets", activities_jobs.EVERY_S, activities_jobs.Watch(database, tenants).tick),
        Chore("keeper", retention.EVERY_S, retention.Keeper(database, tenants).tick),
    )
