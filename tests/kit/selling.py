"""What is sold in tests: answers of the forms of the catalogue, and handing them in by a phone."""

from typing import Any

from tests.kit.phone import FIX, Phone


def product_answers(code: str = "SP-01", **changes: Any) -> dict[str, Any]:
    return {
        "product_name": f"Sữa rửa mặt {code}",
        "product_code": code,
        "product_group": "cosmetics",
        "packaging_state": "single",
        "status": "active",
        **changes,
    }


def price_list_answers(prices: dict[str, int], **changes: Any) -> dict[str, Any]:
    """Return a price list in force since 2020, of đồng without tax by product id."""
    lines = [
        {"id": str(place), "product": product, "price_ex_tax": price, "unit_qty": 1, "unit_name": "piece"}
        for place, (product, price) in enumerate(prices.items())
    ]
    return {
        "name": "Bảng giá chung",
        "effective_from": "2020-01-01",
        "status": "active",
        "lines": lines,
        **changes,
    }


def promotion_answers(code: str, product: str, **changes: Any) -> dict[str, Any]:
    """Return a programme in force since 2020 that takes 10 % off ten pieces or more of a product."""
    return {
        "name": f"Giảm giá {code}",
        "code": code,
        "effective_from": "2020-01-01",
        "status": "active",
        "applies_to": [{"id": "1", "kind": "product", "products": [product]}],
        "scope": "all",
        "benefits": [{"id": "1", "kind": "percent", "percent": 10}],
        "conditions": [{"id": "1", "basis": "qty", "min": 10}],
        "mode": "direct",
        **changes,
    }


def hand_in(phone: Phone, form: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Submit a form and push it; return what was answered."""
    (answer,) = phone.push(phone.submit(form, answers, **more))
    return answer


def made(phone: Phone, form: str, answers: dict[str, Any], **more: Any) -> str:
    """Submit a form that makes a record, push it, pull, and return the record's id."""
    answer = hand_in(phone, form, answers, **more)
    assert answer["s"] == "applied", answer
    phone.pull()
    return answer["id"]


def edited(phone: Phone, form: str, kind: str, record_id: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Edit a record that the phone has pulled by its form; return what was answered."""
    held = phone.rows[(kind, record_id)]["fields"]
    record = {"kind": kind, "id": record_id, "base": phone.versions[(kind, record_id)]}
    return hand_in(phone, form, answers, record=record, before={name: held.get(name) for name in answers})


def order_answers(customer: str, quantities: dict[str, int], **changes: Any) -> dict[str, Any]:
    """Return an order of so many of each product, by product id."""
    lines = [
        {"id": str(place), "product": product, "qty": qty} for place, (product, qty) in enumerate(quantities.items())
    ]
    return {
        "customer": customer,
        "lines": lines,
        "delivery_place_kind": "in_system",
        "payment_method": "cash",
        **changes,
    }


def tele(answers: dict[str, Any], status: str = "answered") -> dict[str, Any]:
    """Return the answers with how the call went."""
    return {**answers, "call_status": status}


def f2f(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with where the customer was met."""
    return {**answers, "gps": FIX}
