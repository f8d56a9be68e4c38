"""The Python device against the server: what it keeps, sends, shows and mends."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from mobile_contract.device import Answer, Clock, Device, Request, UnreachableError
from mobile_contract.device.problems import TryLaterError
from mobile_contract.device.pulling import digests
from server.core.unit_of_work import unit_of_work
from tests.kit.people import code_for
from tests.kit.phone import shop_answers
from tests.kit.pictures import picture
from tests.simulation.flask_transport import FlaskTransport


class Network:
    """Passes requests on; `lose` the next answers, `cut_headers` of one to a file; keeps what was pushed."""

    def __init__(self, inner: FlaskTransport) -> None:
        self.inner, self.lose, self.pushed = inner, 0, []
        self.cut_headers: str | None = None

    def send(self, request: Request) -> Answer:
        answer = self.inner.send(request)
        if request.path.endswith("/push"):
            self.pushed.append(request.body)
        if self.lose:
            self.lose -= 1
            raise UnreachableError("lost")
        if self.cut_headers is not None and request.method == "PATCH":
            name, _, value = self.cut_headers.partition(": ")
            answer, self.cut_headers = replace(answer, headers={name.lower(): value} if name else {}), None
        return answer


@pytest.fixture
def network(client) -> Network:
    return Network(FlaskTransport(client))


@pytest.fixture
def code(database):
    def make(member) -> str:
        with unit_of_work(database) as session:
            return code_for(session, member)

    return make


@pytest.fixture
def device(tmp_path, network, code, world) -> Device:
    made = Device(tmp_path / "phone", network, chance=Random(1), durable=False)  # noqa: S311 - ids
    made.enrol_by_code(code(world.rep1))
    return made


def reborn(device: Device, network: Network) -> Device:
    """The same phone after its death: nothing but its folder is left."""
    device.close()
    return Device(device.folder, network, chance=Random(2), durable=False)  # noqa: S311 - ids


def shop(device: Device, **changes) -> str:
    return device.submit("customer.shop", shop_answers(**changes))


def test_what_was_kept_is_handed_in_and_comes_back_with_a_pull(device):
    made = shop(device, full_name="Tạp hoá Bảy")
    assert device.push() == 1
    device.pull()
    assert device.state.held("customer")[made].d["fields"]["full_name"] == "Tạp hoá Bảy"
    assert device.at_rest


def test_a_phone_that_died_goes_on_from_its_journal(device, network):
    made = shop(device)
    again = reborn(device, network)
    assert again.push() == 1
    again.pull()
    assert made in again.state.held("customer")
    assert reborn(again, network).state == again.state


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_bytes(device, network):
    shop(device)
    network.lose = 1
    with pytest.raises(UnreachableError):
        device.push()
    assert device.push() == 1
    assert device.state.told[0].result["s"] == "duplicate"
    first, second = (body.partition(b'"ops":')[2] for body in network.pushed)
    assert first == second


def test_a_torn_line_at_the_journals_end_never_happened(device, network):
    shop(device)
    device.close()
    journal = device.folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-5])
    again = Device(device.folder, network, durable=False)
    assert again.state.waiting() == []
    shop(again)
    again.close()
    assert len(Device(device.folder, network, durable=False).state.waiting()) == 1


def test_what_is_pending_lies_on_top_of_what_was_pulled(device):
    made = shop(device)
    device.sync()
    device.edit("customer.shop", device.customers()[made], {"full_name": "Tên mới"})
    shown = device.customers()[made]
    assert (shown.fields["full_name"], shown.pending) == ("Tên mới", True)
    device.sync()
    assert device.customers()[made].pending is False


def test_a_file_is_sent_after_its_text_and_stored_whole(device):
    photo = device.attach(picture("a", size=(400, 300)))
    device.uploader.chunk = 1000
    shop(device, photos=[photo.media_id])
    device.submit("customer.shop", shop_answers(photos=[photo.media_id]), media=[photo])
    assert device.uploader.waiting() == []
    device.sync()
    assert device.state.files[photo.media_id].state == "sent"


@pytest.mark.parametrize("left", ["", "Upload-Offset: ", "Upload-Offset: 10", "Date: Sun, 22 N"])
def test_a_file_whose_answer_was_cut_off_within_its_headers_is_sent_on_from_where_the_server_is(device, network, left):
    photo = device.attach(picture("a", size=(400, 300)))
    device.uploader.chunk = 1000
    device.submit("customer.shop", shop_answers(photos=[photo.media_id]), media=[photo])
    device.push()
    network.cut_headers = left
    with suppress(TryLaterError):
        device.uploader.upload_all()
    device.uploader.upload_all()
    assert device.state.files[photo.media_id].state == "sent"


def test_an_operation_that_makes_its_batch_unreadable_holds_up_none_of_the_others(device):
    shop(device)
    device.raw('{"n":{n},"t":"submit","answers":' + "[" * 100_000 + "]" * 100_000 + "}")
    shop(device)
    device.push()
    assert [op.state for op in device.state.ops] == ["answered", "refused", "answered"]


def test_a_new_enrolment_takes_the_queue_along(device, code, world):
    shop(device)
    device.push()
    waiting = shop(device)
    former = device.state.device_id
    device.enrol_by_code(code(world.rep1))
    assert device.state.device_id != former
    device.push()
    device.pull()
    assert [(op.n, op.state) for op in device.state.ops if op.said["id"] == waiting] == [(1, "settled")]


def test_a_wrong_clock_is_no_reason_to_refuse(device):
    device.clock = device.pusher.clock = device.tokens.clock = Clock(timedelta(days=-3000))
    shop(device)
    device.push()
    assert device.state.told[0].result["s"] == "applied"


def test_another_epoch_lets_what_was_acknowledged_go_out_again(device):
    shop(device)
    device.sync()
    device.note({"e": "tokens", "token": device.state.token, "refresh_token": device.state.refresh_token, "until": 9e9})
    device.state.epoch = "another"
    device.pull()
    assert len(device.state.waiting()) == 1
    device.push()
    assert device.state.told[-1].result["s"] == "duplicate"


def test_what_is_made_together_survives_a_death_whole_or_not_at_all(device, network):
    with device.together() as tx:
        first = shop(device, full_name="Đôi 1")
        lost = Device(device.folder, network, durable=False)
        assert lost.state.waiting() == []
        lost.close()
        second = device.submit("customer.shop", shop_answers(full_name="Đôi 2"), tx=tx)
    assert [op.said["id"] for op in reborn(device, network).state.waiting()] == [first, second]


def test_what_a_former_enrolment_was_answered_does_not_lie_on_top_for_ever(device, code, world):
    made = shop(device)
    device.push()
    device.enrol_by_code(code(world.rep1))
    device.pull()
    assert device.customers()[made].pending is False


def test_what_was_written_last_is_shown_though_a_new_enrolment_numbers_it_lower(device, code, world):
    made = shop(device)
    device.edit("customer.shop", device.customers()[made], {"full_name": "Tên cũ"})
    device.push()
    device.edit("customer.shop", device.customers()[made], {"full_name": "Tên mới"})
    device.enrol_by_code(code(world.rep1))
    assert device.customers()[made].fields["full_name"] == "Tên mới"


def test_enrolled_anew_at_a_restored_server_everything_goes_out_in_the_order_in_which_it_was_made(device, code, world):
    made = [shop(device), shop(device)]
    device.sync()
    made.append(shop(device))
    device.state.epoch = "another"
    device.enrol_by_code(code(world.rep1))
    waiting = device.state.waiting()
    assert [(op.n, op.said["id"]) for op in waiting] == list(enumerate(made, start=1))
    device.sync()
    assert [told.result["s"] for told in device.state.told[-3:]] == ["duplicate", "duplicate", "applied"]


def test_the_digest_of_a_kind_is_over_its_ids_and_numbers_in_order(device):
    shop(device)
    device.sync()
    held = device.state.held("customer")
    assert digests(device.state)["customer"]["count"] == len(held) == 1
