from collections import Counter

from server.demo.staff import CITIES, posts
from server.demo.words import generator


def depths(found):
    depth: dict[str, int] = {}
    for post in found:
        depth[post.key] = 0 if post.manager is None else depth[post.manager] + 1
    return depth


def test_forty_people_stand_in_four_levels_under_one_director():
    found = posts(generator(1))
    depth = depths(found)
    assert len(found) == 40
    assert Counter(depth.values())[0] == 1
    assert max(depth.values()) == 3
    assert {depth[post.key] for post in found if post.role == "rep"} == {3}


def test_the_sign_ins_of_the_readme_exist_and_both_reps_of_da_nang_have_its_supervisor():
    by_login = {post.login: post for post in posts(generator(1)) if post.login}
    assert {"giamdoc", "giamsat.danang", "nhanvien.danang", "nhanvien2.danang", "vanphong", "admin"} <= set(by_login)
    boss = by_login["giamsat.danang"].key
    assert {by_login["nhanvien.danang"].manager, by_login["nhanvien2.danang"].manager} == {boss}


def test_each_city_has_its_reps_and_its_share_of_two_thousand_customers():
    found = posts(generator(1))
    reps = Counter(post.city for post in found if post.role == "rep")
    assert reps == {city.name: city.reps for city in CITIES}
    assert sum(city.customers for city in CITIES) == 2000
