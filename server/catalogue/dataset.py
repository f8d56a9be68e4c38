"""What phones hold of the catalogue (all of it, in the organisation's scope), and how the sync engine reaches it."""

from server.catalogue import queries, service
from server.catalogue.models import PriceList, Product, Promotion
from server.core.record_tables import lock
from server.core.registry import Dataset, RecordKind

PRODUCT = Dataset(
    "product",
    """
    SELECT p.id, ARRAY[o.uuid] AS scopes,
           json_build_object(
             'name', p.name, 'code', p.code, 'group', p.product_group, 'subgroup', p.fields -> 'subgroup_level1',
             'unit', p.fields -> 'unit_name', 'price', p.fields -> 'price', 'tax_percent', p.fields -> 'tax_percent',
             'packaging_state', p.fields -> 'packaging_state', 'status', p.status, 'fields', p.fields) AS data
    FROM product p JOIN organisation o ON o.id = p.tenant_id
    WHERE p.tenant_id = :tenant_id AND p.id = ANY(:ids)
    """,
)

PRICE_LIST = Dataset(
    "price_list",
    """
    SELECT c.id, ARRAY[o.uuid] AS scopes,
           json_build_object(
             'name', c.name, 'effective_from', c.effective_from, 'effective_to', c.effective_to, 'status', c.status,
             'stopped_at', c.stopped_at, 'lines', coalesce(c.fields -> 'lines', '[]'), 'fields', c.fields) AS data
    FROM price_list c JOIN organisation o ON o.id = c.tenant_id
    WHERE c.tenant_id = :tenant_id AND c.id = ANY(:ids)
    """,
)

PROMOTION = Dataset(
    "promotion",
    """
    SELECT m.id, ARRAY[o.uuid] AS scopes,
           json_build_object(
             'name', m.name, 'code', m.code, 'status', m.status, 'effective_from', m.effective_from,
             'effective_to', m.effective_to, 'mode', m.fields -> 'mode', 'description', m.fields -> 'description',
             'fields', m.fields) AS data
    FROM promotion m JOIN organisation o ON o.id = m.tenant_id
    WHERE m.tenant_id = :tenant_id AND m.id = ANY(:ids)
    """,
)

DATASETS = (PRODUCT, PRICE_LIST, PROMOTION)

RECORDS = tuple(
    RecordKind(
        kind=table.kind,
        lock=lock(table),
        names=queries.names_of(model),
        visible=queries.visible(model),
        visible_ids=queries.visible_ids(model),
        settle=settle,
    )
    for table, model, settle in (
        (service.PRODUCTS, Product, service.settle_product),
        (service.PRICE_LISTS, PriceList, service.settle_price_list),
        (service.PROMOTIONS, Promotion, service.settle_promotion),
    )
)
