"""Words as they are spelled, tones first: so that `hoá` is `hóa`, and a beginning of a word stays one. Pure."""

import re
import unicodedata

# Grave, acute, tilde, hook above, dot below; they become letters, since a trigram is made of letters alone.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTERS = str.maketrans(_TONES, "αβγδε")
_TONED = re.compile(rf"(\S*?)([{_TONES}])")


def spell(text: str) -> str:
    """Return lower-case text with the tone of each word as a Greek letter before it: of `Đường` before `đương`.

    The SQL function `spell_vi(text)` gives the same result.
    """
    toned = _TONED.sub(r"\2\1", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", toned.translate(_LETTERS))
