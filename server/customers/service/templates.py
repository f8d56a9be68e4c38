"""Setting up templates of e-mails."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers.mail_errors import TemplateNameTakenError
from server.customers.mail_models import EmailTemplate
from server.customers.queries import mailing as queries
from server.customers.service.mailing import check_fields

KIND = "email_template"


@dataclass(frozen=True)
class TemplateInput:
    """A template as it is to be."""

    name: str
    subject: str
    text: str


def add(session: Session, actor: Actor, wanted: TemplateInput) -> EmailTemplate:
    """Add a template; raise UnknownMergeFieldError, TemplateNameTakenError."""
    template = EmailTemplate(tenant_id=actor.tenant_id, id=new_id())
    _write(session, actor, template, wanted)
    _note(session, actor, "email_template.create", template)
    return template


def change(session: Session, actor: Actor, template_id: UUID, wanted: TemplateInput) -> EmailTemplate:
    """Change a template as a whole; raise NotFoundError, UnknownMergeFieldError, TemplateNameTakenError."""
    template = _held(session, actor, template_id)
    _write(session, actor, template, wanted)
    _note(session, actor, "email_template.change", template)
    return template


def archive(session: Session, actor: Actor, template_id: UUID) -> None:
    """Take a template out of use; what was sent with it stays. Raises NotFoundError."""
    template = _held(session, actor, template_id)
    template.archived_at = clock.now()
    session.flush()
    _note(session, actor, "email_template.delete", template)


def _held(session: Session, actor: Actor, template_id: UUID) -> EmailTemplate:
    template = queries.template(session, actor, template_id)
    if template is None:
        raise NotFoundError(kind=KIND, id=str(template_id))
    return template


def _write(session: Session, actor: Actor, template: EmailTemplate, wanted: TemplateInput) -> None:
    check_fields(wanted.subject, wanted.text)
    name = nfc(wanted.name).strip()
    template.name, template.subject = name, nfc(wanted.subject).strip()
    template.text = nfc(wanted.text).strip()
    template.updated_by, template.updated_at = actor.employee_id, clock.now()
    try:
        with savepoint(session):
            session.add(template)
            session.flush()
    except IntegrityError as error:
        raise TemplateNameTakenError(name=name) from error


def _note(session: Session, actor: Actor, action: str, template: EmailTemplate) -> None:
    audit.record(session, actor, action, KIND, template.id, detail={"after": {"name": template.name}})
