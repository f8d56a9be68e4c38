"""What a quarantine code means to the person whose work it is."""

MESSAGES = {
    "validation": {
        "vi": "Nội dung không đọc được; máy chủ đã giữ nguyên bản để quản trị xem.",
        "en": "The content cannot be read; the server keeps it as it is for the administrator.",
    },
    "unknown_form": {
        "vi": "Máy chủ không có phiên bản biểu mẫu này; bài đã được giữ lại.",
        "en": "The server has no such version of the form; what you sent is kept.",
    },
    "unknown_kind": {
        "vi": "Máy chủ chưa hiểu loại thao tác này; nội dung đã được giữ lại.",
        "en": "The server does not know this kind of operation; its content is kept.",
    },
    "forbidden": {
        "vi": "Bạn không có quyền làm việc này; nội dung đã được giữ lại cho quản lý.",
        "en": "You may not do this; its content is kept for your manager.",
    },
    "too_large": {
        "vi": "Bài quá lớn nên không áp dụng được; máy chủ đã giữ nguyên bản.",
        "en": "It is too large to be applied; the server keeps it as it is.",
    },
    "id_reuse": {
        "vi": "Mã này đã dùng cho nội dung khác; cả hai bản đều được giữ.",
        "en": "This id was used for other content; both are kept.",
    },
    "bad_reference": {
        "vi": "Bài nói về khách hàng mà máy chủ không tìm thấy; bài đã được giữ lại.",
        "en": "It is about a record that the server cannot find; it is kept.",
    },
    "drained": {
        "vi": "Máy này chỉ còn được nộp bài; bài đã được giữ nguyên cho quản lý xem.",
        "en": "This phone may only hand in; what it sent is kept as it is for your supervisor.",
    },
    "fault": {
        "vi": "Máy chủ gặp lỗi khi áp dụng bài này; nguyên bản được giữ và sẽ được áp dụng lại sau khi sửa.",
        "en": "The server failed on this one; it is kept as it is and will be applied once that is mended.",
    },
    "tx": {
        "vi": "Một bài đi cùng không áp dụng được nên bài này cũng được giữ lại.",
        "en": "One that goes with it could not be applied, so this one is kept too.",
    },
}


def message(code: str, language: str) -> str:
    """Return what a quarantine code means to the person, in `vi` or `en`; Vietnamese for any other language."""
    return MESSAGES[code]["en" if language == "en" else "vi"]
