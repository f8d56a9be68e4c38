"""Endpoints of e-mails to customers and of their templates."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.core.errors import NotFoundError
from server.customers import mail_merge
from server.customers.api.blueprint import blp
from server.customers.mail_models import CustomerEmail
from server.customers.queries import is_visible
from server.customers.queries import mailing as queries
from server.customers.schemas.emails import (
    EmailPageSchema,
    EmailPreviewSchema,
    EmailSchema,
    EmailStartSchema,
    EmailTemplateInputSchema,
    EmailTemplateSchema,
    EmailTemplatesSchema,
    EmailTextSchema,
    NewEmailSchema,
)
from server.customers.schemas.records import PagedQuerySchema
from server.customers.service import mailing, templates
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session, services


def _has_server() -> bool:
    return bool(services().settings.smtp_url)


@blp.get("/customers/<uuid:customer_id>/emails")
@requires("customer.read")
@transactional
@blp.arguments(PagedQuerySchema, location="query")
@blp.response(200, EmailPageSchema)
def list_emails(query: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """List what was mailed to a customer, newest first."""
    session, actor = current_session(), current_actor()
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    after = paging.after_moment(query.get("cursor"))
    rows = queries.page(session, actor, customer_id, after, query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].at.isoformat(), shown[-1][0].id) if len(rows) > len(shown) else None
    return {"items": [_view(*row) for row in shown], "next": more, "mail_server": _has_server()}


def _view(email: CustomerEmail, name: str) -> dict[str, Any]:
    names = (
        "id", "customer_id", "reply_to", "sender", "subject", "text", "at", "state", "reason", "answer", "tries",
        "settled_at",
    )  # fmt: skip
    return {
        **{one: getattr(email, one) for one in names},
        "to": email.address,
        "employee": {"id": email.employee_id, "name": name},
    }


def _answered(email: CustomerEmail) -> dict[str, Any]:
    return _view(email, queries.author(current_session(), email))


@blp.get("/customers/<uuid:customer_id>/emails/start")
@requires("customer.mail")
@transactional
@blp.response(200, EmailStartSchema)
def start_email(customer_id: UUID) -> dict[str, Any]:
    """Show what an e-mail to a customer can begin with: its addresses, merge fields and where answers go."""
    found = mailing.start(current_session(), current_actor(), customer_id)
    return {
        "addresses": [{"address": address, "name": name} for address, name in found.addresses.items()],
        "merge_fields": [{"name": name, "value": value} for name, value in found.values.items()],
        "reply_to": found.reply_to,
        "mail_server": _has_server(),
    }


@blp.post("/customers/<uuid:customer_id>/emails/preview")
@requires("customer.mail")
@transactional
@blp.arguments(EmailTextSchema)
@blp.response(200, EmailPreviewSchema)
def preview_email(body: dict[str, str], customer_id: UUID) -> dict[str, Any]:
    """Show an e-mail as it would go out; nothing is stored."""
    draft = mailing.preview(current_session(), current_actor(), customer_id, mailing.Text(**body))
    return {**vars(draft), "to": draft.address}


@blp.post("/customers/<uuid:customer_id>/emails")
@requires("customer.mail")
@transactional
@blp.arguments(NewEmailSchema)
@blp.response(201, EmailSchema)
def send_email(body: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Send an e-mail to a customer; the same `id` again sends nothing more."""
    command = mailing.NewEmail(**body)
    email = mailing.send(current_session(), current_actor(), customer_id, command, has_server=_has_server())
    return _answered(email)


@blp.post("/emails/<uuid:email_id>/again")
@requires("customer.mail")
@transactional
@blp.response(200, EmailSchema)
def send_email_again(email_id: UUID) -> dict[str, Any]:
    """Send an e-mail that failed once more, as it was written."""
    return _answered(mailing.again(current_session(), current_actor(), email_id, has_server=_has_server()))


@blp.get("/email-templates")
@requires("customer.mail")
@transactional
@blp.response(200, EmailTemplatesSchema)
def list_email_templates() -> dict[str, Any]:
    """List the templates in use."""
    return {"items": queries.templates(current_session(), current_actor()), "merge_fields": mail_merge.FIELDS}


@blp.post("/email-templates")
@requires("organisation.write")
@transactional
@blp.arguments(EmailTemplateInputSchema)
@blp.response(201, EmailTemplateSchema)
def add_email_template(body: dict[str, str]) -> Any:
    """Add a template of e-mails."""
    return templates.add(current_session(), current_actor(), templates.TemplateInput(**body))


@blp.put("/email-templates/<uuid:template_id>")
@requires("organisation.write")
@transactional
@blp.arguments(EmailTemplateInputSchema)
@blp.response(200, EmailTemplateSchema)
def change_email_template(body: dict[str, str], template_id: UUID) -> Any:
    """Change a template of e-mails as a whole."""
    return templates.change(current_session(), current_actor(), template_id, templates.TemplateInput(**body))


@blp.delete("/email-templates/<uuid:template_id>")
@requires("organisation.write")
@transactional
@blp.response(204)
def archive_email_template(template_id: UUID) -> None:
    """Take a template of e-mails out of use; what was sent with it stays."""
    templates.archive(current_session(), current_actor(), template_id)
