"""Debian's Chromium, as a rep's phone and as a supervisor's desk see the product."""

import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

DA_NANG = {"latitude": 16.0678, "longitude": 108.2208, "accuracy": 8}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""WebGL draws the maps on the processor, therefore no --disable-gpu."""

COMMON: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
"""Without motion a map jumps where it would fly: each frame of a flight costs the processor half a second."""
PHONE: dict[str, Any] = {
    **COMMON,
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "geolocation": DA_NANG,
    "permissions": ["geolocation"],
}
DESK: dict[str, Any] = {**COMMON, "viewport": {"width": 1440, "height": 900}}


def program() -> str:
    """Return the path of Chromium."""
    found = shutil.which("chromium")
    assert found, "the browser tests need Debian's package chromium"
    return found


def launch(driver: Playwright) -> Browser:
    return driver.chromium.launch(executable_path=program(), args=ARGUMENTS)


def launch_kept(driver: Playwright, folder: str, **options: Any) -> BrowserContext:
    """Start a browser that keeps what it stores in `folder`, as an installed app does."""
    return driver.chromium.launch_persistent_context(
        folder, executable_path=program(), args=ARGUMENTS, **{**PHONE, **options}
    )


class Complaints:
    """What a page reports against itself: errors, refused scripts and styles, failed requests."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        page.on("pageerror", lambda error: self.texts.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message.type, message.text))

    def _hear(self, page: Page, kind: str, words: str) -> None:
        if kind in {"error", "warning"} and "GPU stall" not in words:
            self.texts.append(f"{page.url}: {kind}: {words}")
