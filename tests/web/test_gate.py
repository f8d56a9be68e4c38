"""What an endpoint declares is what its gate asks."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from server.core import clock
from server.web.access import FRESH, by_of, fresh_of, refuse_stale_proof, requires, right_of
from server.web.errors import StepUpRequiredError


def view() -> None:
    """Stand for an endpoint."""


def test_what_an_endpoint_declares_can_be_read():
    gated = requires("device.write", by="console")(view)
    assert (right_of(gated), by_of(gated), fresh_of(gated)) == ("device.write", "console", False)
    assert (right_of(view), by_of(view), fresh_of(view)) == (None, None, False)


def test_a_fresh_proof_is_given_at_the_console_only():
    gated = requires("right.grant", fresh=True)(view)
    assert (by_of(gated), fresh_of(gated)) == ("console", True)


@pytest.mark.parametrize("proved_at", [None, clock.now() - FRESH - timedelta(seconds=1)])
def test_an_old_proof_or_none_is_not_enough(proved_at):
    with pytest.raises(StepUpRequiredError):
        refuse_stale_proof(SimpleNamespace(proved_at=proved_at))


def test_a_proof_of_just_now_is_enough():
    refuse_stale_proof(SimpleNamespace(proved_at=clock.now() - FRESH + timedelta(seconds=30)))
