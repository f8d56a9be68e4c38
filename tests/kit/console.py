"""A signed-in console: a browser's cookie and headers without the browser."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from tests.kit.world import PASSWORD, Member

UNSAFE = {"X-Requested-With": "tuyen"}


@dataclass
class Console:
    client: FlaskClient

    @classmethod
    def sign_in(cls, app: Any, member: Member) -> "Console":
        client = app.test_client()
        body = {"login": member.login, "password": PASSWORD}
        answer = client.post("/api/v1/session", json=body, headers=UNSAFE)
        assert answer.status_code == 200, answer.text
        return cls(client).trusts(answer.json)

    def trusts(self, session: dict[str, Any]) -> "Console":
        """Send the token of the session with every request from now on, as the pages do."""
        self.client.environ_base["HTTP_X_CSRF_TOKEN"] = session["csrf"]
        return self

    def get(self, path: str, expect: int = 200, **query: Any) -> Any:
        answer = self.client.get(f"/api/v1{path}", query_string=query)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.data else None

    def post(self, path: str, body: Any = None, expect: int = 200) -> Any:
        answer = self.client.post(f"/api/v1{path}", json=body or {}, headers=UNSAFE)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.data else None

    def put(self, path: str, body: Any, expect: int = 200) -> Any:
        answer = self.client.put(f"/api/v1{path}", json=body, headers=UNSAFE)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.data else None

    def delete(self, path: str, expect: int = 204) -> Any:
        answer = self.client.delete(f"/api/v1{path}", headers=UNSAFE)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.data else None

    def patch(self, path: str, body: Any, expect: int = 200) -> Any:
        answer = self.client.patch(f"/api/v1{path}", json=body, headers=UNSAFE)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.data else None
