"""Writing the catalogue, by its forms and by decisions at the console."""

from server.catalogue.service.pricing import save as save_price_lists
from server.catalogue.service.pricing import settle_price_list
from server.catalogue.service.products import save as save_products
from server.catalogue.service.products import settle_product, switch_product
from server.catalogue.service.promotions import save as save_promotions
from server.catalogue.service.promotions import settle_promotion
from server.catalogue.service.tables import PRICE_LISTS, PRODUCTS, PROMOTIONS

__all__ = [
    "PRICE_LISTS",
    "PRODUCTS",
    "PROMOTIONS",
    "save_price_lists",
    "save_products",
    "save_promotions",
    "settle_price_list",
    "settle_product",
    "settle_promotion",
    "switch_product",
]
