def test_a_customer_is_shown_with_its_profile_and_the_routes_it_is_on(phone, console, world):
    customer_id = phone(world.rep1).customer_made(full_name="Quán Nước Mía", rank="B")
    supervisor = console(world.supervisor)
    route = supervisor.post("/routes", {"name": "Tuyến ven sông", "customer_ids": [customer_id]}, expect=201)
    shown = supervisor.get(f"/customers/{customer_id}")
    assert (shown["name"], shown["fields"]["rank"]) == ("Quán Nước Mía", "B")
    assert shown["routes"] == [{"id": route["id"], "name": "Tuyến ven sông"}]
    assert (shown["lat"], shown["lon"]) == (16.0678, 108.2208)


def test_a_customer_that_one_may_not_see_does_not_exist(phone, console, world):
    customer_id = phone(world.rep1).customer_made()
    console(world.other).get(f"/customers/{customer_id}", expect=404)
