from tests.kit.phone import shop_answers


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(phone, console, world, count_queries):
    rep, supervisor = phone(world.rep1), console(world.supervisor)
    rep.customer_made()
    supervisor.get("/customers")  # the first look is noted in the history, and reads the units once for the process
    costs = []
    for count in (1, 12):
        rep.push(*[rep.submit("customer.shop", shop_answers()) for _ in range(count)])
        with count_queries() as statements:
            supervisor.get("/customers")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_pull_is_one_look_at_the_feed(phone, world, count_queries):
    rep = phone(world.rep1)
    rep.push(*[rep.submit("customer.shop", shop_answers()) for _ in range(5)])
    with count_queries() as statements:
        rep.pull()
    assert sum("feed_entry" in statement for statement in statements.texts) == 1
