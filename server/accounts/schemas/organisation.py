"""Shapes of an organisation, its set-up and its help on the wire."""

from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate

from server.accounts.queries.organisation import STEP_KEYS
from server.accounts.schemas.fields import Line
from server.accounts.schemas.people import PersonSchema
from server.web.moments import Moment

GUIDE_KINDS = ["guide", "faq", "video"]
CHANNEL_KINDS = ["hotline", "fanpage", "zalo", "email", "youtube", "ticket", "remote"]
MOST = 20
OF_DAY = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$", error="not HH:MM")
WEB = validate.Regexp(r"^https?://[^\s<>\"]+$", error="not a web address")
LINK = validate.Regexp(r"^(https?://|mailto:|tel:)[^\s<>\"]+$", error="not a link")
CALL = validate.Regexp(
    r"^(https|tel|sip|sips|callto):(?=.*\{phone\})([^\s<>\"{}]|\{phone\}|\{extension\})*$",
    error="not the address of a call: https, tel, sip or callto, with {{phone}} where the number belongs "
    "and {{extension}} where the caller's extension does",
)
MOST_OF_LINK = validate.Length(1, 1000)


def _exists(timezone: str) -> None:
    if timezone not in available_timezones():
        raise ValidationError("no such time zone")


class HotlineSchema(Schema):
    """A telephone that is answered on some days (1 is Monday) between two times of Asia/Ho_Chi_Minh."""

    label = Line(100, required=True)
    phone = Line(30, required=True)
    opens = fields.String(required=True, validate=OF_DAY)
    closes = fields.String(required=True, validate=OF_DAY)
    days = fields.List(fields.Integer(validate=validate.Range(1, 7)), required=True, validate=validate.Length(1, 7))


class GuideSchema(Schema):
    """A page or film that explains something."""

    title = Line(required=True)
    url = fields.String(required=True, validate=validate.And(MOST_OF_LINK, WEB))
    kind = fields.String(required=True, validate=validate.OneOf(GUIDE_KINDS))


class ChannelSchema(Schema):
    """Another way to reach help."""

    kind = fields.String(required=True, validate=validate.OneOf(CHANNEL_KINDS))
    label = Line(100, required=True)
    url = fields.String(required=True, validate=validate.And(MOST_OF_LINK, LINK))


class HelpSchema(Schema):
    """Where people find help."""

    hotlines = fields.List(fields.Nested(HotlineSchema), load_default=list, validate=validate.Length(max=MOST))
    guides = fields.List(fields.Nested(GuideSchema), load_default=list, validate=validate.Length(max=MOST))
    channels = fields.List(fields.Nested(ChannelSchema), load_default=list, validate=validate.Length(max=MOST))


class OpenHotlineSchema(HotlineSchema):
    """A hotline with whether it is answered now."""

    open_now = fields.Boolean()


class HelpNowSchema(Schema):
    """Where people find help now: `open_now` when some hotline is answered."""

    hotlines = fields.List(fields.Nested(OpenHotlineSchema))
    guides = fields.List(fields.Nested(GuideSchema))
    channels = fields.List(fields.Nested(ChannelSchema))
    open_now = fields.Boolean()


class StepSchema(Schema):
    """Something that an organisation does first, and whether it has."""

    key = fields.String(metadata={"enum": list(STEP_KEYS)})
    done = fields.Boolean()


class OrganisationDetailSchema(Schema):
    """The organisation; `steps` is empty for who cannot take them."""

    id = fields.UUID()
    name = fields.String()
    hotline = fields.String(allow_none=True)
    call_url = fields.String(allow_none=True)
    timezone = fields.String()
    help = fields.Nested(HelpSchema)
    created_at = Moment()
    steps = fields.List(fields.Nested(StepSchema))


class OrganisationChangeSchema(Schema):
    """What to change of the organisation."""

    name = Line()
    hotline = Line(30, allow_none=True)
    call_url = fields.String(allow_none=True, validate=validate.And(MOST_OF_LINK, CALL))
    timezone = fields.String(validate=_exists)
    help = fields.Nested(HelpSchema)


class NewPartSchema(Schema):
    """A branch, department or title to be added."""

    name = Line(required=True)


class PartChangeSchema(Schema):
    """A new name, or whether it is in use."""

    name = Line()
    archived = fields.Boolean()


class PartSchema(PersonSchema):
    """A branch or title."""

    archived = fields.Boolean()


class PartsSchema(Schema):
    """Branches."""

    items = fields.List(fields.Nested(PartSchema))


class TitleSchema(PartSchema):
    """A title with the number of people who have it."""

    people = fields.Integer()


class DepartmentSchema(TitleSchema):
    """A department with the number of its people, and its titles."""

    titles = fields.List(fields.Nested(TitleSchema))


class DepartmentsSchema(Schema):
    """The departments by name."""

    items = fields.List(fields.Nested(DepartmentSchema))
