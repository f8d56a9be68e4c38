"""Shapes of e-mails to customers on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.customers import mail_merge
from server.web.moments import Moment

SUBJECT = validate.And(
    validate.Length(1, 200),
    validate.Regexp(r"[^\x00-\x1f\x7f\x85\u2028\u2029]*\Z", error="line_break"),
    validate.Regexp(r".*\S", error="blank"),
)
TEXT = validate.And(validate.Length(1, 10_000), validate.Regexp(r"(?s).*\S", error="blank"))
NAME = validate.And(validate.Length(1, 200), validate.Regexp(r".*\S", error="blank"))
ADDRESS = validate.And(validate.Length(max=mail_merge.LONGEST_ADDRESS), validate.Email())
REASONS = ["no_server", "unreachable", "busy", "address_refused", "login_refused", "refused"]


class EmailSchema(Schema):
    """An e-mail as it was sent; `reason` is why it was not handed over, `answer` what the mail server said."""

    id = fields.UUID()
    customer_id = fields.UUID()
    employee = fields.Nested(PersonSchema)
    to = fields.String()
    reply_to = fields.String(allow_none=True)
    sender = fields.String()
    subject = fields.String()
    text = fields.String()
    at = Moment()
    state = fields.String(metadata={"enum": ["queued", "sent", "failed"]})
    reason = fields.String(allow_none=True, metadata={"enum": REASONS})
    answer = fields.String(allow_none=True)
    tries = fields.Integer()
    settled_at = Moment(allow_none=True)


class EmailPageSchema(Schema):
    """A page of e-mails, newest first; `mail_server` says whether e-mails can be sent at all."""

    items = fields.List(fields.Nested(EmailSchema))
    next = fields.String(allow_none=True)
    mail_server = fields.Boolean()


class KnownAddressSchema(Schema):
    """An address of the customer or of a contact, and whose it is."""

    address = fields.String()
    name = fields.String()


class MergeFieldSchema(Schema):
    """What a text may name in double braces, and what it becomes for this customer."""

    name = fields.String(metadata={"enum": list(mail_merge.FIELDS)})
    value = fields.String(allow_none=True)


class EmailStartSchema(Schema):
    """What an e-mail to the customer can begin with."""

    addresses = fields.List(fields.Nested(KnownAddressSchema))
    merge_fields = fields.List(fields.Nested(MergeFieldSchema))
    reply_to = fields.String(allow_none=True)
    mail_server = fields.Boolean()


class EmailTextSchema(Schema):
    """What is written, and to which address of the customer."""

    to = fields.String(required=True, validate=ADDRESS)
    subject = fields.String(required=True, validate=SUBJECT)
    text = fields.String(required=True, validate=TEXT)


class NewEmailSchema(EmailTextSchema):
    """An e-mail to be sent once, however often it is asked for under this `id`."""

    id = fields.UUID(required=True)
    template_id = fields.UUID(load_default=None, allow_none=True)


class EmailPreviewSchema(Schema):
    """An e-mail as it would go out."""

    to = fields.String()
    reply_to = fields.String(allow_none=True)
    sender = fields.String()
    subject = fields.String()
    text = fields.String()


class EmailTemplateSchema(Schema):
    """A template: its name, and the subject and text that an e-mail begins with."""

    id = fields.UUID()
    name = fields.String()
    subject = fields.String()
    text = fields.String()
    updated_at = Moment()


class EmailTemplatesSchema(Schema):
    """The templates in use, by name, and the merge fields that they may name."""

    items = fields.List(fields.Nested(EmailTemplateSchema))
    merge_fields = fields.List(fields.String())


class EmailTemplateInputSchema(Schema):
    """A template as it is to be."""

    name = fields.String(required=True, validate=NAME)
    subject = fields.String(required=True, validate=SUBJECT)
    text = fields.String(required=True, validate=TEXT)
