"""What the catalogue may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class ProductCodeTakenError(DomainError):
    """Another product, in use or not, has the code `code`, letter case and spaces aside; `other` is its name."""

    code = "product_code_taken"


class PromotionCodeTakenError(DomainError):
    """Another promotion, running or not, has the code `code`, letter case and spaces aside; `other` is its name."""

    code = "promotion_code_taken"


class ComboCycleError(DomainError):
    """The combo `product` would hold itself, by way of the products `by`."""

    code = "combo_cycle"


CATALOGUE: Catalogue = {
    ProductCodeTakenError.code: Problem(
        409,
        "Mã ID định danh đã có",
        "Product code taken",
        "Sản phẩm “{other}” đã mang mã “{taken}” (không kể hoa thường và khoảng trắng). Chưa lưu gì; hãy đặt mã khác.",
        "The product “{other}” has the code “{taken}” already (letter case and spaces aside). Nothing was saved; "
        "choose another code.",
    ),
    PromotionCodeTakenError.code: Problem(
        409,
        "Mã CTKM đã có",
        "Promotion code taken",
        "Chương trình “{other}” đã mang mã “{taken}” (không kể hoa thường và khoảng trắng). Chưa lưu gì; "
        "hãy đặt mã khác.",
        "The promotion “{other}” has the code “{taken}” already (letter case and spaces aside). Nothing was saved; "
        "choose another code.",
    ),
    ComboCycleError.code: Problem(
        422,
        "Combo chứa chính nó",
        "The combo holds itself",
        "“{product}” không thể chứa chính nó (qua {by}). Chưa lưu gì; hãy bỏ sản phẩm đó khỏi combo.",
        "“{product}” cannot hold itself (by way of {by}). Nothing was saved; take that product out of the combo.",
    ),
}
