"""Endpoints of phones: enrolment, tokens, states."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts import queries, service
from server.accounts.api.blueprint import blp
from server.accounts.api.qr import qr_svg
from server.accounts.api.session import employee_view
from server.accounts.models import Device, EnrolmentCode
from server.accounts.phone_rules import TRIES, Mint, Proof
from server.accounts.schemas import (
    CodeQuerySchema,
    CodesSchema,
    DeviceSchema,
    DevicesSchema,
    EnrolledSchema,
    EnrolmentSchema,
    MadeCodeSchema,
    NewCodeSchema,
    RefreshSchema,
    StateSchema,
    TokensSchema,
    UpgradeSchema,
    WipedSchema,
)
from server.accounts.service import Enrolled, Newcomer, Tokens
from server.core import clock
from server.core.errors import DomainError
from server.core.feed import TenantClock
from server.core.unit_of_work import unit_of_work
from server.web.access import public, requires, transactional
from server.web.context import current_actor, current_session, offered_credential, services
from server.web.errors import UnauthenticatedError
from server.web.limits import forgive, limit


@blp.post("/enrolment-codes")
@requires("device.write", fresh=True)
@transactional
@blp.arguments(NewCodeSchema)
@blp.response(201, MadeCodeSchema)
def make_code(wanted: dict[str, Any]) -> dict[str, Any]:
    """Make a code with which one person enrols one phone."""
    made, code = service.make_code(current_session(), current_actor(), **wanted)
    url = f"{services().settings.public_url}/phone/#enrol={code}"
    return {"id": made.id, "code": code, "url": url, "qr_svg": qr_svg(url), "expires_at": made.expires_at}


@blp.get("/enrolment-codes")
@requires("device.read", by="console")
@transactional
@blp.arguments(CodeQuerySchema, location="query")
@blp.response(200, CodesSchema)
def list_codes(query: dict[str, Any]) -> dict[str, Any]:
    """List the newest codes of the people one sees."""
    rows = queries.enrolment_codes(current_session(), current_actor(), query["employee_id"])
    return {"items": [_code_view(code, name) for code, name in rows]}


@blp.delete("/enrolment-codes/<uuid:code_id>")
@requires("device.write", by="console")
@transactional
@blp.response(204)
def end_code(code_id: UUID) -> None:
    """Take a code back."""
    service.end_code(current_session(), current_actor(), code_id)


@blp.post("/devices")
@public
@blp.arguments(EnrolmentSchema)
@blp.response(201, EnrolledSchema)
def enrol(enrolment: dict[str, Any]) -> dict[str, Any]:
    """Enrol a phone by a code, or by login and password; asked again with the same key, the answer is the same."""
    newcomer = Newcomer(service.DeviceInfo(**enrolment["device"]), enrolment["public_key"], Proof(**enrolment["proof"]))
    limit("enrolment", enrolment.get("code") or enrolment["login"])
    if "code" not in enrolment:
        enrolled = _enrol_by_password(enrolment["login"], enrolment["password"], newcomer)
        forgive("enrolment", enrolment["login"])
        return enrolled
    try:
        return _enrol_by_code(enrolment["code"], newcomer)
    except DomainError:
        _note_vain_try(enrolment["code"])
        raise


@transactional
def _enrol_by_code(code: str, newcomer: Newcomer) -> dict[str, Any]:
    return _enrolled_view(service.enrol_by_code(current_session(), _mint(), code, newcomer))


@transactional
def _enrol_by_password(login: str, password: str, newcomer: Newcomer) -> dict[str, Any]:
    return _enrolled_view(service.enrol_by_password(current_session(), _mint(), login, password, newcomer))


@transactional
def _note_vain_try(code: str) -> None:
    service.note_vain_try(current_session(), code)


@blp.post("/devices/token")
@public
@transactional
@blp.arguments(RefreshSchema)
@blp.response(200, TokensSchema)
def refresh(wanted: dict[str, Any]) -> dict[str, Any]:
    """Give a phone its next tokens; asked again before these were used, the answer is the same."""
    limit("token", wanted["refresh_token"])
    found = service.refresh(current_session(), _mint(), wanted["refresh_token"], Proof(**wanted["proof"]))
    if found is None:
        raise UnauthenticatedError
    return _tokens_view(*found)


@blp.post("/devices/key")
@requires("self.read", by="phone")
@transactional
@blp.arguments(UpgradeSchema)
@blp.response(200, TokensSchema)
def upgrade(wanted: dict[str, Any]) -> dict[str, Any]:
    """Give a key and tokens to a phone that was enrolled before phones had keys."""
    session, actor, credential = current_session(), current_actor(), offered_credential()
    assert credential is not None  # noqa: S101 - the gate asked for it
    proof = Proof(**wanted["proof"])
    tokens = service.upgrade(session, _mint(), actor, credential.token, wanted["public_key"], proof)
    device = queries.device(session, actor.tenant_id, actor.device_id) if actor.device_id else None
    assert device is not None  # noqa: S101 - it was just given a key
    return _tokens_view(device, tokens)


@blp.post("/devices/wiped")
@requires("self.read", by="phone")
@blp.arguments(WipedSchema)
@blp.response(204)
def confirm_wipe(wanted: dict[str, Any]) -> None:
    """Take a phone's word that it has erased its data; its refresh token is the bearer, its proof is checked here."""
    credential = offered_credential()
    if credential is None or credential.kind != "bearer" or not _confirm_wipe(credential.token, wanted["proof"]):
        raise UnauthenticatedError


def _confirm_wipe(token: str, proof: dict[str, str]) -> bool:
    with unit_of_work(services().database) as session:
        return service.confirm_wipe(session, token, Proof(**proof)) is not None


@blp.get("/devices")
@requires("device.read")
@transactional
@blp.response(200, DevicesSchema)
def list_devices() -> dict[str, Any]:
    """List the phones of the people one sees, the silent ones first."""
    rows = queries.devices(current_session(), current_actor())
    return {"items": [_device_view(device, name, state) for device, name, state in rows]}


@blp.post("/devices/<uuid:device_id>/state")
@requires("device.write", fresh=True)
@transactional
@blp.arguments(StateSchema)
@blp.response(200, DeviceSchema)
def set_state(wanted: dict[str, Any], device_id: UUID) -> dict[str, Any]:
    """Confirm a phone, let it only hand in, take it out of service, or order that it erases its data."""
    session, actor = current_session(), current_actor()
    device = service.set_state(session, actor, device_id, wanted["state"], wanted["match_code"])
    name = queries.people(session, actor.tenant_id, {device.employee_id})[device.employee_id].name
    return _device_view(device, name, device.state)


def _mint() -> Mint:
    return Mint(services().settings.secret)


def _tokens_view(device: Device, tokens: Tokens) -> dict[str, Any]:
    return {
        "token": tokens.token,
        "expires_at": tokens.expires_at,
        "refresh_token": tokens.refresh_token,
        "state": queries.state_now(device, queries.left_at_of(current_session(), device.tenant_id, device.employee_id)),
        "server_time": clock.now(),
    }


def _enrolled_view(enrolled: Enrolled) -> dict[str, Any]:
    device = enrolled.device
    epoch = current_session().scalar(select(TenantClock.epoch).where(TenantClock.tenant_id == device.tenant_id))
    return {
        **_tokens_view(device, enrolled.tokens),
        "device_id": device.id,
        "match_code": device.match_code if device.state == "pending" else None,
        "epoch": epoch,
        "employee": employee_view(enrolled.identity),
        "organisation": enrolled.identity.organisation,
    }


def _device_view(device: Device, name: str, state: str) -> dict[str, Any]:
    names = ("id", "name", "platform", "app_version", "enrolled_at")
    figures = ("last_seen_at", "last_push_at", "queue_depth", "clock_offset_ms")
    orders = ("drain_until", "wipe_ordered_at", "wipe_confirmed_at")
    return {
        **{key: getattr(device, key) for key in (*names, *figures, *orders)},
        "state": state,
        "match_code": device.match_code if state == "pending" else None,
        "copied": device.public_key is not None and device.refresh_hash is None,
        "employee": {"id": device.employee_id, "name": name},
    }


def _code_view(code: EnrolmentCode, name: str) -> dict[str, Any]:
    kept = ("id", "made_at", "expires_at", "confirms", "used_at", "device_id")
    view = {key: getattr(code, key) for key in kept}
    return {**view, "state": _code_state(code), "employee": {"id": code.employee_id, "name": name}}


def _code_state(code: EnrolmentCode) -> str:
    if code.used_at is not None:
        return "used"
    if code.expires_at <= clock.now():
        return "over"
    return "spent" if code.tries >= TRIES else "open"
