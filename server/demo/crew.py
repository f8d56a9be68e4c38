"""Takes the demo's people on, gives them sign-ins and phones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts import queries as accounts
from server.accounts.passwords import hash_password
from server.accounts.service import DeviceInfo, Hire, add_branch, hire_all, open_account, shipped_title
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.ids import new_id
from server.demo.phone import DemoError, Phone
from server.demo.staff import MAIL, Post
from server.demo.words import Rng

PASSWORD = "tuyen-demo"  # noqa: S105 - of the demo, told to everybody
MODELS = ("Samsung Galaxy A15", "OPPO A58", "Xiaomi Redmi 13", "vivo Y28", "realme C65", "iPhone 13")
FIELD_ROLES = ("rep", "supervisor")


@dataclass(frozen=True)
class Crew:
    """The people by post: employee ids, who acts at the console, and the phones in use."""

    ids: Mapping[str, UUID]
    desks: Mapping[str, Actor]
    phones: Mapping[str, Phone]
    bosses: Mapping[str, str]


def take_on(session: Session, rng: Rng, posts: Sequence[Post]) -> Crew:
    """Make branches, employees, accounts and phones of the posts, in the organisation of the session."""
    names = dict.fromkeys(post.city for post in posts if post.city)
    branches = {name: add_branch(session, name).id for name in names}
    ids: dict[str, UUID] = {}
    hired = []
    for post in posts:
        manager_id = ids[post.manager] if post.manager else None
        branch_id = branches[post.city] if post.city else None
        ids[post.key] = new_id()
        title_id = shipped_title(session, post.role, post.title)
        hired.append(Hire(post.name, title_id, manager_id, branch_id, id=ids[post.key]))
    hire_all(session, hired)
    password_hash = hash_password(PASSWORD)
    with_login = [post for post in posts if post.login]
    for post in with_login:
        open_account(session, ids[post.key], _login(post), password_hash=password_hash)
    in_field = [post for post in with_login if post.role in FIELD_ROLES and post.city and "chief" not in post.key]
    return Crew(
        ids=ids,
        desks={post.key: _desk(session, _login(post)) for post in with_login},
        phones={post.key: Phone(session, _login(post), PASSWORD, _device(rng, post)) for post in in_field},
        bosses={post.key: post.manager for post in posts if post.manager},
    )


def _login(post: Post) -> str:
    return f"{post.login}@{MAIL}"


def _device(rng: Rng, post: Post) -> DeviceInfo:
    model = rng.choice(MODELS)
    platform = "ios" if model.startswith("iPhone") else "android"
    return DeviceInfo(f"{model} - {post.name.split()[-1]}", platform, "1.0.0")


def _desk(session: Session, login: str) -> Actor:
    account = accounts.account_by_login(session, login)
    identity = account and accounts.identity_of_account(session, tenant_of(session), account.id)
    if not identity:
        raise DemoError(f"no account for {login}")
    return identity.actor()
