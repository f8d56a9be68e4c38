"""What can be wrong with a file or with how it is sent, and how a person is told."""

from server.core.errors import Catalogue, DomainError, Problem


class MetadataError(DomainError):
    """A header of the upload is missing or malformed; `field` names it."""

    code = "media_metadata_invalid"


class ProtocolVersionError(DomainError):
    """The client speaks another version of the upload protocol."""

    code = "media_protocol_version"


class BodyTypeError(DomainError):
    """The body of a PATCH is not declared as bytes of an upload."""

    code = "media_body_type"


class TooLargeError(DomainError):
    """The file is larger than its type may be (`limit_mb`), or a request carries more than was announced."""

    code = "media_too_large"


class TypeRefusedError(DomainError):
    """The first bytes are those of no type that is taken."""

    code = "media_type_refused"


class NotAPdfError(TypeRefusedError):
    """The file was declared to be a PDF, and its first or last bytes are not those of one."""

    code = "media_not_pdf"


class IdReusedError(DomainError):
    """The media id is taken by other content, or by somebody else."""

    code = "media_id_reused"


class UploadNotFoundError(DomainError):
    """No such upload, or its address is forged."""

    code = "media_upload_not_found"


class UploadExpiredError(DomainError):
    """The upload was left alone for too long; the file can be sent again from the start."""

    code = "media_upload_expired"


class OffsetError(DomainError):
    """The bytes do not start where the stored ones end (`offset`)."""

    code = "media_offset_mismatch"


class LockedError(DomainError):
    """Another request is writing to the same upload."""

    code = "media_upload_locked"


class ChecksumError(DomainError):
    """The bytes of this request are not those that its checksum promised; they were dropped."""

    code = "media_checksum_mismatch"


class HashMismatchError(DomainError):
    """All bytes are there and they are not the announced file; they were dropped."""

    code = "media_hash_mismatch"


class AlreadyStoredError(DomainError):
    """The file is complete and part of the record; it cannot be cancelled any more."""

    code = "media_already_stored"


class BusyError(DomainError):
    """Too many files arrive at once; try again a little later."""

    code = "media_busy"


class StorageFullError(DomainError):
    """The server's disk has no room; try again later."""

    code = "media_storage_full"


class RenditionMissingError(DomainError):
    """The file has no such rendition: not yet, or its type has none."""

    code = "media_rendition_missing"


KEPT_VI = "Ảnh vẫn còn trong máy và sẽ được gửi lại."
KEPT_EN = "The photo is still on the phone and will be sent again."

CATALOGUE: Catalogue = {
    MetadataError.code: Problem(
        400,
        "Yêu cầu tải lên không hợp lệ",
        "The upload request is not valid",
        "Thiếu hoặc sai giá trị “{field}”. Hãy cập nhật ứng dụng rồi thử lại.",
        "“{field}” is missing or wrong. Update the app and try again.",
    ),
    ProtocolVersionError.code: Problem(
        412,
        "Phiên bản giao thức tải lên không được hỗ trợ",
        "This version of the upload protocol is not supported",
        "Máy chủ dùng tus 1.0.0. Hãy cập nhật ứng dụng.",
        "The server speaks tus 1.0.0. Update the app.",
    ),
    BodyTypeError.code: Problem(
        415,
        "Kiểu nội dung không đúng",
        "Wrong content type",
        "Phần dữ liệu phải có kiểu application/offset+octet-stream.",
        "The bytes must be sent as application/offset+octet-stream.",
    ),
    TooLargeError.code: Problem(
        413,
        "Tệp quá lớn",
        "The file is too large",
        "Ảnh và PDF tối đa 25 MB, video tối đa 500 MB. Hãy chụp hoặc lưu lại với chất lượng thấp hơn.",
        "A photo or PDF may have 25 MB, a film 500 MB. Take or save it again at a lower quality.",
    ),
    TypeRefusedError.code: Problem(
        415,
        "Loại tệp không được nhận",
        "This type of file is not taken",
        "Chỉ nhận ảnh JPEG, PNG, WEBP, HEIC, video MP4, MOV, WEBM và tài liệu PDF. Tệp đã bị bỏ; phiếu của bạn vẫn "
        "được giữ.",
        "Only JPEG, PNG, WEBP and HEIC pictures, MP4, MOV and WEBM films and PDF documents are taken. The file was "
        "dropped; your form is kept.",
    ),
    NotAPdfError.code: Problem(
        415,
        "Tệp này không phải là PDF",
        "This file is not a PDF",
        "Tệp mang tên PDF nhưng nội dung không phải PDF hoặc bị thiếu phần cuối, nên đã bị bỏ. Hãy mở tài liệu gốc, "
        "chọn “Lưu thành PDF” rồi tải lên lại.",
        "It is called a PDF, but its content is not one or breaks off before its end, so it was dropped. Open the "
        "original document, choose “Save as PDF” and upload it again.",
    ),
    IdReusedError.code: Problem(
        422,
        "Mã tệp đã được dùng",
        "The file's id is taken",
        "Mã này đã thuộc về một tệp khác. Tệp cũ được giữ nguyên; hãy thêm ảnh lại vào phiếu.",
        "This id belongs to another file, which is unchanged. Add the photo to the form again.",
    ),
    UploadNotFoundError.code: Problem(
        404,
        "Không tìm thấy lượt tải lên",
        "No such upload",
        f"Địa chỉ tải lên không tồn tại hoặc đã bị huỷ. {KEPT_VI}",
        f"This upload does not exist or was cancelled. {KEPT_EN}",
    ),
    UploadExpiredError.code: Problem(
        410,
        "Lượt tải lên đã hết hạn",
        "The upload has expired",
        f"Phần đã gửi đã bị bỏ vì để quá lâu. {KEPT_VI}",
        f"What was sent has been dropped after a long time. {KEPT_EN}",
    ),
    OffsetError.code: Problem(
        409,
        "Sai vị trí tiếp tục",
        "The upload continues elsewhere",
        "Máy chủ đã có {offset} byte. Ứng dụng sẽ tiếp tục từ đó.",
        "The server holds {offset} bytes. The app will continue from there.",
    ),
    LockedError.code: Problem(
        423,
        "Tệp đang được gửi",
        "The file is being sent",
        "Một kết nối khác đang gửi tệp này. Ứng dụng sẽ tự thử lại.",
        "Another connection is sending this file. The app will try again by itself.",
    ),
    ChecksumError.code: Problem(
        460,
        "Dữ liệu bị hỏng trên đường truyền",
        "The data was damaged on its way",
        "Phần vừa gửi đã bị bỏ, phần trước vẫn được giữ. Ứng dụng sẽ gửi lại.",
        "This part was dropped, what came before is kept. The app will send it again.",
    ),
    HashMismatchError.code: Problem(
        460,
        "Tệp nhận được không giống tệp gốc",
        "The file received is not the one announced",
        f"Không giữ lại gì. {KEPT_VI}",
        f"Nothing was kept. {KEPT_EN}",
    ),
    AlreadyStoredError.code: Problem(
        409,
        "Tệp đã được lưu",
        "The file is stored already",
        "Tệp đã tới đủ và là một phần của hồ sơ, nên không huỷ được nữa.",
        "The file has arrived in full and is part of the record; it cannot be cancelled any more.",
    ),
    BusyError.code: Problem(
        503,
        "Máy chủ đang bận",
        "The server is busy",
        f"Quá nhiều tệp cùng lúc. {KEPT_VI}",
        f"Too many files at once. {KEPT_EN}",
    ),
    StorageFullError.code: Problem(
        507,
        "Máy chủ hết chỗ chứa",
        "The server has no room left",
        f"Hãy báo cho quản trị viên. {KEPT_VI}",
        f"Tell your administrator. {KEPT_EN}",
    ),
    RenditionMissingError.code: Problem(
        404,
        "Chưa có bản xem",
        "No such rendition",
        "Ảnh đang được xử lý hoặc loại tệp này không có bản xem. Hãy thử lại sau hoặc tải tệp gốc.",
        "The picture is being processed, or this type has no preview. Try again later or download the original.",
    ),
}
