"""Shapes of forms in the making and of their versions."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.accounts.schemas.fields import Line
from server.web.moments import Moment

KEY = r"^custom\.[a-z0-9_]{1,80}$"


class LocalTextSchema(Schema):
    """One text in Vietnamese and English."""

    vi = Line(required=True)
    en = Line(required=True)


class DraftMarkSchema(Schema):
    """That there is a draft of a form, and who changed it last."""

    key = fields.String()
    title = fields.Raw()
    changed_at = Moment()
    changed_by = fields.Nested(PersonSchema)


class WithdrawnFormSchema(Schema):
    """A form that is offered no more, with its newest version."""

    key = fields.String()
    title = fields.Nested(LocalTextSchema)
    version = fields.Integer()


class FormsSchema(Schema):
    """The current form definitions, as `mobile_contract/schemas/form.json` describes them.

    `drafts` names what is being made and `withdrawn` what is offered no more, for those who make forms.
    """

    items = fields.List(fields.Dict())
    drafts = fields.List(fields.Nested(DraftMarkSchema))
    withdrawn = fields.List(fields.Nested(WithdrawnFormSchema))


class FaultSchema(Schema):
    """Why a draft cannot be published: JSON pointer into the definition, code, and words."""

    pointer = fields.String()
    code = fields.String()
    vi = fields.String()
    en = fields.String()


class DraftSchema(Schema):
    """The next version of a form in the making, with what keeps it from being published."""

    definition = fields.Dict()
    faults = fields.List(fields.Nested(FaultSchema))
    changed_at = Moment()
    changed_by = fields.Nested(PersonSchema)


class FormVersionSchema(Schema):
    """A published version; `published_by` is null for those that Tuyen ships."""

    version = fields.Integer()
    published_at = Moment()
    published_by = fields.Nested(PersonSchema, allow_none=True)
    current = fields.Boolean()


class FormDetailSchema(Schema):
    """A form with its versions, the newest first; `shipped` is the newest version of it that Tuyen ships.

    `current` is null before the first version, and while the form is withdrawn.
    """

    key = fields.String()
    current = fields.Dict(allow_none=True)
    versions = fields.List(fields.Nested(FormVersionSchema))
    draft = fields.Nested(DraftSchema, allow_none=True)
    shipped = fields.Dict(allow_none=True)


class DefinitionSchema(Schema):
    """A definition, as `mobile_contract/schemas/form.json` describes it; a draft may have faults."""

    definition = fields.Dict(required=True)


class NewFormSchema(Schema):
    """A form of the organisation's own; `copy_of` names a form to begin with."""

    title = fields.Nested(LocalTextSchema, required=True)
    purpose = fields.Nested(LocalTextSchema, load_default=None, allow_none=True)
    key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(KEY))
    copy_of = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))
