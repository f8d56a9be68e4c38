"""Files as a phone holds them: pictures made on the spot, and what is said of them before they are sent."""

import hashlib
import io
from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID, uuid4

from PIL import Image

from server.core.submissions import MediaItem

TUS = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def picture(seed: str = "", size: tuple[int, int] = (64, 48), kind: str = "JPEG", **options) -> bytes:
    """Make a small picture, another one for each seed, whose difference hash is not zero."""
    base = Image.linear_gradient("L").resize(size)
    tint = Image.new("L", size, hashlib.sha256(seed.encode()).digest()[0])
    out = io.BytesIO()
    Image.merge("RGB", (base, base.rotate(90).resize(size), tint)).save(out, kind, comment=seed, **options)
    return out.getvalue()


@dataclass(frozen=True)
class Shot:
    """A file on a phone."""

    data: bytes
    media_id: str
    type: str = "image/jpeg"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def metadata(self) -> dict[str, str]:
        return {"media_id": self.media_id, "sha256": self.sha256, "filetype": self.type}

    def announcement(self, **changes: str) -> dict[str, str]:
        """Return the headers that announce the file."""
        pairs = {**self.metadata, **changes}
        return {
            **TUS,
            "Upload-Length": str(len(self.data)),
            "Upload-Metadata": ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in pairs.items()),
        }

    def named(self, field: str = "photos", **changes) -> MediaItem:
        """Return what a form says of the file."""
        values = {"sha256": self.sha256, "size": len(self.data), "type": self.type, **changes}
        return MediaItem(media_id=UUID(self.media_id), field=field, **values)


def new_shot(size: tuple[int, int] = (64, 48), **options) -> Shot:
    """Return a file that no other test has."""
    return Shot(picture(str(uuid4()), size, **options), str(uuid4()))
