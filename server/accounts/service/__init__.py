"""Organisations, their people, and how these prove who they are."""

from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.enrolment import (
    DeviceInfo,
    Enrolled,
    Newcomer,
    end_code,
    enrol_by_code,
    enrol_by_password,
    keyless_phone,
    make_code,
    note_vain_try,
)
from server.accounts.service.numbers import next_number
from server.accounts.service.organisations import (
    add_branch,
    add_department,
    add_title,
    found_organisation,
    shipped_title,
)
from server.accounts.service.passkeys import RelyingParty, assertion_options, registration_options
from server.accounts.service.people import Hire, hire, inbox_of, open_account
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phone_tokens import Tokens, confirm_wipe, refresh, upgrade
from server.accounts.service.phones import (
    DrainedPhone,
    actor_by_device_token,
    drain_phones_of,
    refuse_drained,
    set_state,
)
from server.accounts.service.sealing import Sealer
from server.accounts.service.second_factor import (
    Means,
    add_passkey,
    begin_totp,
    confirm_totp,
    new_recovery_codes,
    remove_passkey,
    remove_totp,
    show_second,
    step_up,
)
from server.accounts.service.sign_in import (
    ABSOLUTE,
    IDLE,
    Browser,
    SignedIn,
    actor_by_token,
    change_password,
    check_password,
    end_other_sessions,
    end_session,
    open_session,
    sign_in,
    sign_out,
)

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "Browser",
    "DeviceInfo",
    "DrainedPhone",
    "Enrolled",
    "Hire",
    "Means",
    "Newcomer",
    "RelyingParty",
    "Sealer",
    "SignedIn",
    "Tokens",
    "actor_by_device_token",
    "actor_by_token",
    "add_branch",
    "add_department",
    "add_passkey",
    "add_title",
    "assertion_options",
    "begin_totp",
    "change_password",
    "check_password",
    "confirm_totp",
    "confirm_wipe",
    "drain_phones_of",
    "end_code",
    "end_other_sessions",
    "end_session",
    "enrol_by_code",
    "enrol_by_password",
    "found_organisation",
    "hire",
    "inbox_of",
    "keyless_phone",
    "make_code",
    "new_recovery_codes",
    "next_number",
    "note_vain_try",
    "open_account",
    "open_session",
    "refresh",
    "refuse_drained",
    "registration_options",
    "remove_passkey",
    "remove_totp",
    "set_state",
    "shipped_title",
    "show_second",
    "sign_in",
    "sign_out",
    "step_up",
    "upgrade",
]
