"""Endpoints of one's own account: password, code app, passkeys, recovery codes."""

from typing import Any
from uuid import UUID

from server.accounts import queries, service
from server.accounts.api.blueprint import blp
from server.accounts.api.qr import qr_svg
from server.accounts.api.session import relying_party, sealer
from server.accounts.schemas.proofs import (
    AppCodeSchema,
    NewPasskeySchema,
    NewTotpSchema,
    PasskeyMadeSchema,
    PasskeysSchema,
    PasswordChangeSchema,
    RecoveryCodesSchema,
)
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session
from server.web.limits import forgive, limit

ISSUER = "Tuyen"


@blp.post("/account/password")
@requires("self.read", by="console")
@transactional
@blp.arguments(PasswordChangeSchema)
@blp.response(204)
def change_password(change: dict[str, str]) -> None:
    """Change one's password; all other sessions end."""
    actor = current_actor()
    limit("password", actor.account_id)
    service.change_password(current_session(), actor, **change)
    forgive("password", actor.account_id)


@blp.post("/account/totp")
@requires("self.read", fresh=True)
@transactional
@blp.response(200, NewTotpSchema)
def begin_totp() -> dict[str, Any]:
    """Begin to set up a code app; it counts once `/account/totp/confirm` has seen a code of it."""
    made = service.begin_totp(current_session(), current_actor(), sealer(), ISSUER)
    return {"secret": made.secret, "uri": made.uri, "qr_svg": qr_svg(made.uri)}


@blp.post("/account/totp/confirm")
@requires("self.read", fresh=True)
@transactional
@blp.arguments(AppCodeSchema)
@blp.response(200, RecoveryCodesSchema)
def confirm_totp(shown: dict[str, str]) -> dict[str, Any]:
    """Finish to set up a code app with a code of it; the answer tells the recovery codes, once."""
    actor = current_actor()
    limit("second_factor", actor.account_id)
    codes = service.confirm_totp(current_session(), actor, sealer(), shown["code"])
    forgive("second_factor", actor.account_id)
    return {"recovery_codes": codes}


@blp.delete("/account/totp")
@requires("self.read", fresh=True)
@transactional
@blp.response(204)
def remove_totp() -> None:
    """Remove the code app."""
    service.remove_totp(current_session(), current_actor())


@blp.post("/account/recovery-codes")
@requires("self.read", fresh=True)
@transactional
@blp.response(200, RecoveryCodesSchema)
def renew_recovery_codes() -> dict[str, Any]:
    """Make new recovery codes; those before are worth nothing any more."""
    return {"recovery_codes": service.new_recovery_codes(current_session(), current_actor())}


@blp.post("/account/passkeys/options")
@requires("self.read", fresh=True)
@transactional
@blp.response(200)
def offer_passkey() -> dict[str, Any]:
    """Give the options for the browser's `navigator.credentials.create`; they serve once, for five minutes."""
    return service.registration_options(current_session(), current_actor(), relying_party())


@blp.post("/account/passkeys")
@requires("self.read", fresh=True)
@transactional
@blp.arguments(NewPasskeySchema)
@blp.response(201, PasskeyMadeSchema)
def add_passkey(made: dict[str, Any]) -> dict[str, Any]:
    """Register the passkey that the browser made; the answer tells recovery codes when there were none."""
    passkey, codes = service.add_passkey(current_session(), current_actor(), relying_party(), **made)
    return {"passkey": passkey, "recovery_codes": codes}


@blp.get("/account/passkeys")
@requires("self.read", by="console")
@transactional
@blp.response(200, PasskeysSchema)
def list_passkeys() -> dict[str, Any]:
    """List one's passkeys."""
    return {"items": queries.own_passkeys(current_session(), current_actor())}


@blp.delete("/account/passkeys/<uuid:passkey_id>")
@requires("self.read", fresh=True)
@transactional
@blp.response(204)
def remove_passkey(passkey_id: UUID) -> None:
    """Remove one of one's passkeys."""
    service.remove_passkey(current_session(), current_actor(), passkey_id)
