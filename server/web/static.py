"""The built clients: the console at /console/, the phone at /phone/."""

from pathlib import Path

from flask import Flask, Response, redirect, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from server.settings import Settings

ROOT = Path(__file__).parents[2]
CLIENTS = {
    "console": ROOT / "server/console/client/dist",
    "phone": ROOT / "mobile_contract/phone/dist",
}
FOR_EVER = "public, max-age=31536000, immutable"


def install(app: Flask, settings: Settings) -> None:
    """Serve the clients; unknown paths below them answer their index page, which has its own routes."""

    @app.get("/")
    def home() -> Response:
        return redirect("/console/")  # type: ignore[return-value]

    for name, folder in CLIENTS.items():
        _serve(app, name, folder)

    @app.get("/ca.crt")
    def certificate_authority() -> Response:
        path = settings.certificate_authority
        if path is None or not path.is_file():
            raise NotFound
        return send_from_directory(path.parent, path.name, mimetype="application/x-x509-ca-cert")


def _serve(app: Flask, name: str, folder: Path) -> None:
    def serve(path: str = "index.html") -> Response:
        known = safe_join(str(folder), path)
        if known is None or not Path(known).is_file():
            if path.startswith("assets/"):
                raise NotFound
            path = "index.html"
        response = send_from_directory(folder, path)
        response.headers["Cache-Control"] = FOR_EVER if path.startswith("assets/") else "no-cache"
        return response

    app.add_url_rule(f"/{name}/", f"{name}_index", serve)
    app.add_url_rule(f"/{name}/<path:path>", f"{name}_file", serve)
