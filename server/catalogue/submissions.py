"""What accepted forms of the catalogue do."""

from server.catalogue.service import save_price_lists, save_products, save_promotions
from server.core.submissions import Handler

HANDLERS: dict[str, Handler] = {
    "product.profile": save_products,
    "price.list": save_price_lists,
    "promotion.programme": save_promotions,
}
