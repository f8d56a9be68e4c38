"""The product's main job: a day in the field without a network is kept on the phone and arrives once, and whole."""

import pytest
from playwright.sync_api import expect

from tests.e2e.photograph import sha256, take
from tests.e2e.waiting import until

pytestmark = pytest.mark.browser

MEDIA = (
    "SELECT o.*, ST_Y(o.location::geometry) AS lat, l.submission_id FROM media_link l "
    "JOIN media_object o ON (o.tenant_id, o.id) = (l.tenant_id, l.media_id) WHERE l.submission_id = :id"
)


@pytest.mark.covers("TB-05", "TB-07")
def test_a_day_offline_survives_a_restart_and_goes_out_by_itself(installed, desk_of, world, stack, album):
    stock_check = desk_of(world.supervisor).post("/tags", {"name": "Kiểm hàng", "colour": "#0b6b57"})["id"]
    phone = installed.open().sign_in(world.rep1)
    phone.go_offline()
    phone.reload()
    shop = phone.form("customer.shop").shop("Tạp hoá Cô Ba").write(note="Bán thêm nước mắm")
    shop.read_position().save_position().photograph(take(album, "bien-hieu.jpg")).finish()
    visit = phone.form("interaction.f2f").pick("customer", "tap hoa co ba").pick_all("tags", "kiem hang")
    visit.read_position().save_position().photograph(take(album, "quay-hang.jpg")).write(note="Còn 3 thùng").finish()
    phone.form("customer.person").write(full_name="Điền dở")
    until(lambda: phone.stored("drafts", "new/customer.person/"), "the draft is kept")
    installed.close()

    phone = installed.open(offline=True)
    phone.open("forms")
    expect(phone.see("draft")).to_contain_text("Điền dở")
    expect(phone.open("queue").waiting()).to_have_count(2)
    assert stack.submissions(world.rep1) == []
    phone.go_online()
    expect(phone.see("queue-summary")).to_have_text("Mọi việc đã ở trên máy chủ")
    # One with all that waited; at most one without operations after each picture, telling how many files still wait.
    assert phone.line.count("POST /api/v1/sync/push") in {1, 2, 3}
    profile, interaction = stack.submissions(world.rep1)
    assert profile.received_at == interaction.received_at  # one push brought all that waited
    assert (interaction.customer_id, interaction.answers["tags"]) == (profile.record_id, [stock_check])
    assert (profile.answers["note"], interaction.answers["note"]) == ("Bán thêm nước mắm", "Còn 3 thùng")
    for submission, name in ((profile, "bien-hieu.jpg"), (interaction, "quay-hang.jpg")):
        (media,) = until(lambda row=submission: stack.rows(MEDIA + " AND o.state = 'ready'", id=row.id), "processed")
        assert media.sha256 == sha256(album / name)
        assert (media.taken_at is not None, round(media.lat, 3)) == (True, 16.068)


@pytest.mark.covers("TB-07", "G-09")
def test_an_answer_that_was_lost_on_the_way_back_leaves_one_submission(phone_of, world, stack):
    phone = phone_of(world.rep1)
    phone.line.swallow_next_answer("POST /api/v1/sync/push")
    phone.form("customer.shop").shop("Quán Bà Năm").finish()
    until(lambda: stack.submissions(world.rep1), "the server has stored it")
    phone.sync()
    assert phone.line.count("POST /api/v1/sync/push") == 2
    expect(phone.see("stage")).to_have_attribute("data-stage", "received")
    assert len(stack.submissions(world.rep1)) == 1
    assert len(stack.rows("SELECT FROM customer WHERE tenant_id = :t", t=world.tenant_id)) == 1


def test_a_photograph_that_was_damaged_on_the_way_is_refused_and_sent_again(phone_of, world, stack, album):
    phone = phone_of(world.rep1)
    photograph = take(album)
    phone.line.damage_next_upload()
    phone.form("customer.shop").shop("Tạp hoá Cô Ba").photograph(photograph).finish()
    (submission,) = until(lambda: stack.submissions(world.rep1), "the form has arrived")
    (media,) = until(lambda: stack.rows(MEDIA + " AND o.state = 'ready'", id=submission.id), "the photograph is whole")
    assert phone.line.damaged == 1
    assert media.sha256 == sha256(photograph)
    assert stack.original(world.tenant_id, media.sha256) == photograph.read_bytes()
    phone.receipt("Tạp hoá Cô Ba")
    expect(phone.see("picture")).to_have_attribute("data-state", "sent")


def test_the_phone_says_when_the_server_is_away_and_keeps_what_waits(phone_of, world, stack):
    phone = phone_of(world.rep1)
    phone.line.cut()
    phone.form("customer.shop").shop("Quán Bà Năm").finish()
    expect(phone.see("strip")).to_have_attribute("data-tone", "offline")
    expect(phone.see("strip")).to_contain_text("1 mục đã giữ trên máy, thử lại lúc")
    phone.reload()
    expect(phone.open("queue").waiting()).to_have_count(1)
    phone.line.mend()
    expect(phone.see("queue-summary")).to_have_text("Mọi việc đã ở trên máy chủ", timeout=30_000)
    assert len(stack.submissions(world.rep1)) == 1
