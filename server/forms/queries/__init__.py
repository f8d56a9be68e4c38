"""Reading forms, submissions and what forms are made of."""

from server.forms.queries.forms import current_forms, definitions, draft, drafts, form_titles, form_version, versions
from server.forms.queries.registry import (
    choice_list,
    choice_lists,
    choices,
    field_definition,
    field_definitions,
    known_choices,
    own_fields_of_customers,
)
from server.forms.queries.submissions import (
    Filter,
    Listed,
    bodies_of,
    chain,
    count_by_state,
    locked,
    one,
    page,
    reviews,
    visible_to,
)

__all__ = [
    "Filter",
    "Listed",
    "bodies_of",
    "chain",
    "choice_list",
    "choice_lists",
    "choices",
    "count_by_state",
    "current_forms",
    "definitions",
    "draft",
    "drafts",
    "field_definition",
    "field_definitions",
    "form_titles",
    "form_version",
    "known_choices",
    "locked",
    "one",
    "own_fields_of_customers",
    "page",
    "reviews",
    "versions",
    "visible_to",
]
