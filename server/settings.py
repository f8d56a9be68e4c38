"""The one reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """Values that are missing or wrong; the message names all of them."""


@dataclass(frozen=True)
class Settings:
    """What an operator sets.

    `database_url` is the role that the product runs as, `owner_url` the one that owns the tables and changes them.
    `secret` signs cursors and seals what is kept secret. `public_url` is how browsers and phones reach the server;
    `tiles_url` is a raster tile template (`https://…/{z}/{x}/{y}.png`) for streets under the map, or None for the
    built-in outline map. `proxies` is how many proxies of the operator's own stand in front and say where a request
    comes from. `private_providers` lets single sign-on use providers inside the operator's own network.
    `audit_anchors` is a file that the heads of the history are appended to. `sign_up` lets anybody found an
    organisation. Apps older than `least_app_version` hand in their work and read nothing new. Mail goes out by
    `smtp_url` (`smtp://`, `smtp+starttls://` or `smtps://`, with name and password) from `mail_from`; without it none.
    """

    database_url: str
    owner_url: str
    redis_url: str
    secret: str
    media_dir: Path
    public_url: str
    tiles_url: str | None
    tiles_attribution: str | None
    certificate_authority: Path | None
    proxies: int = 0
    private_providers: bool = False
    audit_anchors: Path | None = None
    sign_up: bool = False
    least_app_version: str = "0.1.0"
    smtp_url: str | None = None
    mail_from: str = "Tuyen <tuyen@localhost>"


REQUIRED = ("DATABASE_URL", "REDIS_URL", "TUYEN_SECRET", "TUYEN_MEDIA_DIR")
SHORTEST_SECRET = 32
SMTP = re.compile(r"(smtp|smtp\+starttls|smtps)://([^/@]+@)?[^/@:]+(:\d{1,5})?/?")
VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,3}")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process, or raise SettingsError with every fault in one message."""
    env = os.environ if environment is None else environment  # noqa: TID251 - this is the reader
    faults = [f"{name} is not set" for name in REQUIRED if not env.get(name)]
    secret = env.get("TUYEN_SECRET", "")
    if secret and len(secret) < SHORTEST_SECRET:
        faults.append(f"TUYEN_SECRET is shorter than {SHORTEST_SECRET} characters")
    url = env.get("DATABASE_URL", "")
    if url and not url.startswith("postgresql"):
        faults.append("DATABASE_URL is not a postgresql:// address")
    if not (env.get("TUYEN_PROXIES") or "0").isdigit():
        faults.append("TUYEN_PROXIES is not a number")
    if not VERSION.fullmatch(env.get("TUYEN_LEAST_APP_VERSION") or "0"):
        faults.append("TUYEN_LEAST_APP_VERSION is not a version like 1.20.3")
    if env.get("TUYEN_SMTP_URL") and not SMTP.fullmatch(env["TUYEN_SMTP_URL"]):
        faults.append("TUYEN_SMTP_URL is not an address like smtp+starttls://name:password@mail.example.vn:587")
    if faults:
        raise SettingsError("; ".join(faults))
    authority, anchors = env.get("TUYEN_CERTIFICATE_AUTHORITY"), env.get("TUYEN_AUDIT_ANCHORS")
    return Settings(
        database_url=_driver(url),
        owner_url=_driver(env.get("DATABASE_OWNER_URL") or url),
        redis_url=env["REDIS_URL"],
        secret=secret,
        media_dir=Path(env["TUYEN_MEDIA_DIR"]),
        public_url=env.get("TUYEN_PUBLIC_URL", "http://localhost:8700"),
        tiles_url=env.get("TUYEN_TILES_URL") or None,
        tiles_attribution=env.get("TUYEN_TILES_ATTRIBUTION") or None,
        certificate_authority=Path(authority) if authority else None,
        proxies=int(env.get("TUYEN_PROXIES") or 0),
        private_providers=env.get("TUYEN_PRIVATE_PROVIDERS") == "1",
        audit_anchors=Path(anchors) if anchors else None,
        sign_up=env.get("TUYEN_SIGN_UP") == "1",
        least_app_version=env.get("TUYEN_LEAST_APP_VERSION") or "0.1.0",
        smtp_url=env.get("TUYEN_SMTP_URL") or None,
        mail_from=env.get("TUYEN_MAIL_FROM") or "Tuyen <tuyen@localhost>",
    )


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
