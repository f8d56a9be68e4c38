"""A phone on which the app is installed: its browser can be closed and opened again."""

from pathlib import Path

from playwright.sync_api import Playwright

from tests.e2e import browsers
from tests.e2e.line import Line
from tests.e2e.phone_app import PhoneApp


class Installed:
    """The phone's storage and its line; `open` starts the browser on them, `close` ends it."""

    def __init__(self, driver: Playwright, folder: Path, line: Line, patience_ms: float) -> None:
        self._driver = driver
        self._folder = str(folder)
        self._patience_ms = patience_ms
        self._app: PhoneApp | None = None
        self.line = line

    def open(self, *, offline: bool = False) -> PhoneApp:
        context = browsers.launch_kept(self._driver, self._folder, offline=offline)
        context.set_default_timeout(self._patience_ms)
        self._app = PhoneApp(context, self.line)
        return self._app

    def close(self) -> None:
        if self._app is not None:
            self._app.context.close()
            self._app = None
