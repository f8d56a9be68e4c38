"""The way to an application in this very process, for devices in unit tests."""

from typing import Any

from flask.testing import FlaskClient

from mobile_contract.device import Answer, Request


class FlaskTransport:
    """Sends to a Flask test client."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def send(self, request: Request) -> Answer:
        response: Any = self.client.open(
            request.path, method=request.method, headers=dict(request.headers), data=request.body
        )
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.data)
