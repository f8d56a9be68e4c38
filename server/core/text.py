"""Vietnamese text: one normal form on writing, one folded form for searching."""

import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """Return the composed form (NFC), the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return lower-case text without diacritics and with đ as d: `Đường` and `duong` fold to the same.

    The SQL function `fold_vi(text)` gives the same result, so an index over it serves this search.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()
