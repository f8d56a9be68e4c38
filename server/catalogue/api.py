"""Endpoints of products, price lists and promotions; they are made and edited by their forms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.catalogue import queries, service
from server.catalogue.models import PriceList, Product, Promotion
from server.catalogue.rules import Price, holds_on, products_of_promotion, taxes_of
from server.catalogue.schemas import (
    CatalogueQuerySchema,
    PriceListDetailSchema,
    PriceListPageSchema,
    ProductDetailSchema,
    ProductPageSchema,
    ProductQuerySchema,
    ProductStateSchema,
    PromotionDetailSchema,
    PromotionPageSchema,
)
from server.core import clock, paging
from server.core.errors import NotFoundError
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("catalogue", __name__, url_prefix="/api/v1", description="Products, price lists, promotions")


@blp.get("/products")
@requires("catalogue.read")
@transactional
@blp.arguments(ProductQuerySchema, location="query")
@blp.response(200, ProductPageSchema)
def list_products(query: dict[str, Any]) -> dict[str, Any]:
    """List the products, by name."""
    shown, more = _page(Product, query)
    return {"items": _products(shown), "next": more}


def _page(model: Any, query: dict[str, Any]) -> tuple[list[Any], str | None]:
    wanted = queries.Filter(query.get("q"), query.get("status"), query.get("group"))
    after, limit = paging.after_name(query.get("cursor")), query["limit"]
    rows = queries.page(current_session(), current_actor(), model, wanted, after, limit + 1)
    shown = rows[:limit]
    return shown, paging.encode(shown[-1].name, shown[-1].id) if len(rows) > limit else None


def _products(products: Sequence[Product]) -> list[dict[str, Any]]:
    moment = clock.now()
    prices = queries.prices_at(current_session(), [(product.id, moment) for product in products])
    return [_product(product, prices.get((product.id, moment))) for product in products]


def _product(product: Product, price: Price | None) -> dict[str, Any]:
    said = product.fields
    return {
        "id": product.id,
        "name": product.name,
        "code": product.code,
        "group": product.product_group,
        "subgroup": said.get("subgroup_level1"),
        "unit": said.get("unit_name"),
        "packaging_state": said.get("packaging_state"),
        "status": product.status,
        "price_now": vars(price) if price else None,
        "updated_at": product.updated_at,
    }


@blp.get("/products/<uuid:product_id>")
@requires("catalogue.read")
@transactional
@blp.response(200, ProductDetailSchema)
def show_product(product_id: UUID) -> dict[str, Any]:
    """Show a product."""
    return _product_detail(product_id)


def _product_detail(product_id: UUID) -> dict[str, Any]:
    product, made = _record(Product, product_id)
    parts = [dict(row._mapping) for row in queries.parts(current_session(), product_id)]  # noqa: SLF001 - a row's own
    return {**_products([product])[0], **made, "parts": parts}


def _record(model: Any, record_id: UUID) -> tuple[Any, dict[str, Any]]:
    """Return a record, and what every detail tells besides."""
    found = queries.record(current_session(), current_actor(), model, record_id)
    if found is None:
        raise NotFoundError(kind=model.__tablename__, id=str(record_id))
    one, maker = found
    created_by = {"id": one.created_by, "name": maker}
    return one, {"fields_": one.fields, "created_by": created_by, "created_at": one.created_at}


@blp.post("/products/<uuid:product_id>/state")
@requires("catalogue.write")
@transactional
@blp.arguments(ProductStateSchema)
@blp.response(200, ProductDetailSchema)
def switch_product(command: dict[str, str], product_id: UUID) -> dict[str, Any]:
    """Take a product out of sale or put it back."""
    service.switch_product(current_session(), current_actor(), product_id, command["status"])
    current_session().expire_all()
    return _product_detail(product_id)


@blp.get("/price-lists")
@requires("catalogue.read")
@transactional
@blp.arguments(CatalogueQuerySchema, location="query")
@blp.response(200, PriceListPageSchema)
def list_price_lists(query: dict[str, Any]) -> dict[str, Any]:
    """List the price lists, by name."""
    shown, more = _page(PriceList, query)
    counts = queries.line_counts(current_session(), [one.id for one in shown])
    return {"items": [_price_list(one, counts.get(one.id, 0)) for one in shown], "next": more}


def _price_list(one: PriceList, lines: int) -> dict[str, Any]:
    return {**_dated(one), "in_force": _holds(one), "line_count": lines}


def _dated(one: PriceList | Promotion) -> dict[str, Any]:
    names = ("id", "name", "status", "effective_from", "effective_to", "updated_at")
    return {name: getattr(one, name) for name in names}


def _holds(one: PriceList | Promotion) -> bool:
    today = queries.today(current_session())
    return one.status == "active" and holds_on(today, one.effective_from, one.effective_to)


@blp.get("/price-lists/<uuid:price_list_id>")
@requires("catalogue.read")
@transactional
@blp.response(200, PriceListDetailSchema)
def show_price_list(price_list_id: UUID) -> dict[str, Any]:
    """Show a price list with its lines."""
    one, made = _record(PriceList, price_list_id)
    lines = [_line(*row) for row in queries.lines(current_session(), price_list_id)]
    return {**_price_list(one, len(lines)), **made, "lines": lines}


def _line(line: Any, name: str, code: str | None) -> dict[str, Any]:
    percent, fee = taxes_of(line.taxes)
    return {
        "product": {"id": line.product_id, "name": name, "code": code},
        "price": line.price,
        "unit_qty": line.unit_qty,
        "unit_name": line.unit_name,
        "tax_percent": percent,
        "fee": fee,
    }


@blp.get("/promotions")
@requires("catalogue.read")
@transactional
@blp.arguments(CatalogueQuerySchema, location="query")
@blp.response(200, PromotionPageSchema)
def list_promotions(query: dict[str, Any]) -> dict[str, Any]:
    """List the promotions, by name."""
    shown, more = _page(Promotion, query)
    return {"items": [_promotion(one) for one in shown], "next": more}


def _promotion(one: Promotion) -> dict[str, Any]:
    return {**_dated(one), "code": one.code, "running": _holds(one), "mode": one.fields.get("mode")}


@blp.get("/promotions/<uuid:promotion_id>")
@requires("catalogue.read")
@transactional
@blp.response(200, PromotionDetailSchema)
def show_promotion(promotion_id: UUID) -> dict[str, Any]:
    """Show a promotion."""
    one, made = _record(Promotion, promotion_id)
    products = queries.named_products(current_session(), products_of_promotion(one.fields))
    return {**_promotion(one), **made, "products": products}
