"""Sending files by tus 1.0: announced, asked how far they are, sent on from there."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from mobile_contract.device.problems import TryLaterError, passing
from mobile_contract.device.state import Event, MediaFile, State
from mobile_contract.device.transport import Answer, Request
from mobile_contract.device.wire import Tokens, Wire, retry_after_s

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"
MOST_MISMATCHES = 3
MISMATCH, CONFLICT, GONE, REFUSED = 460, 409, frozenset({404, 410}), 400


@dataclass
class Uploader:
    """Sends the files in `folder`, `chunk` bytes with a request at most."""

    state: State
    wire: Wire
    tokens: Tokens
    folder: Path
    note: Callable[[Event], None]
    chunk: int = 1_048_576
    _server_time: str = ""

    def waiting(self) -> list[MediaFile]:
        """Return the files whose form was answered and that the server has not confirmed (text first)."""
        unanswered = {op.said.get("id") for op in self.state.waiting()}
        files = self.state.files.values()
        return [file for file in files if file.state == "waiting" and file.submission_id not in unanswered]

    def upload_all(self) -> int:
        """Send every file that may go; return how many were confirmed or given up."""
        done = 0
        for file in self.waiting():
            self.upload(file)
            done += 1
        return done

    def upload(self, file: MediaFile) -> None:
        """Send one file; returns when the server holds all of it, or when it is given up.

        Raises UnreachableError, TryLaterError, StoppedError.
        """
        data = (self.folder / file.media_id).read_bytes()
        if sha256(data).hexdigest() != file.sha256:
            self.note({"e": "given_up", "media_id": file.media_id, "why": "bytes_lost"})
            return
        place = file.url or self._announce(file)
        offset = self._offset(file, place)
        while file.state == "waiting" and offset < len(data):
            offset = self._send(file, place, offset, data)
        if file.state == "waiting":
            self.note({"e": "stored", "media_id": file.media_id, "server_time": self._server_time})

    def _ask(self, request: Request) -> Answer:
        answer = self.wire.ask(self.tokens, request)
        self._server_time = _date(answer)
        return answer

    def _announce(self, file: MediaFile) -> str:
        told = {"media_id": file.media_id, "sha256": file.sha256, "filetype": file.type, "filename": "photo.jpg"}
        if file.submission_id:
            told["submission_id"] = file.submission_id
        metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())
        headers = {**TUS, "Upload-Length": str(file.size), "Upload-Metadata": metadata}
        answer = self._checked(file, self._ask(Request("POST", "/media", headers)))
        place = urlsplit(answer.headers.get("location", ""))
        if not place.path:
            raise TryLaterError
        self.note({"e": "upload", "media_id": file.media_id, "url": place.path})
        return place.path

    def _offset(self, file: MediaFile, place: str) -> int:
        if file.state != "waiting":
            return 0
        answer = self._checked(file, self._ask(Request("HEAD", place, TUS)))
        return _told_offset(answer)

    def _send(self, file: MediaFile, place: str, offset: int, data: bytes) -> int:
        headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": BYTES}
        answer = self._ask(Request("PATCH", place, headers, data[offset : offset + self.chunk]))
        if answer.status == CONFLICT:
            return self._offset(file, place)
        return _told_offset(self._checked(file, answer))

    def _checked(self, file: MediaFile, answer: Answer) -> Answer:
        """Return an answer that is a success; what is none is noted and raised."""
        if answer.status < REFUSED:
            return answer
        if answer.status == MISMATCH or answer.status in GONE:
            self.note({"e": "mismatch", "media_id": file.media_id, "status": answer.status})
            if answer.status in GONE:
                self.note({"e": "upload", "media_id": file.media_id, "url": None})
            if file.mismatches < MOST_MISMATCHES:
                raise TryLaterError
        if passing(answer.status):
            raise TryLaterError(retry_after_s(answer))
        self.note({"e": "given_up", "media_id": file.media_id, "why": f"http_{answer.status}"})
        return answer


def _told_offset(answer: Answer) -> int:
    """Return up to which byte the server has the file; an answer that was cut off within its headers may not tell."""
    told = answer.headers.get("upload-offset", "")
    if not told.isdecimal():
        raise TryLaterError
    return int(told)


def _date(answer: Answer) -> str:
    """Return the server's time of an answer: files have no other; the phone's own where the answer was cut off."""
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).isoformat()
    except ValueError:
        return datetime.now(UTC).isoformat()
