"""Why a definition cannot be published, in words. Pure."""

from dataclasses import dataclass

WORDS: dict[str, tuple[str, str]] = {
    "not_an_object": ("Chỗ này phải là một đối tượng JSON.", "This has to be a JSON object."),
    "unknown_property": ("Không có thuộc tính {name}.", "There is no property {name}."),
    "two_languages": ("Cần cả tiếng Việt và tiếng Anh.", "Both Vietnamese and English are needed."),
    "bad_value": ("Giá trị không hợp lệ.", "This value is not valid."),
    "no_fields": ("Cần ít nhất một trường.", "At least one field is needed."),
    "too_many_fields": ("Tối đa {limit} trường.", "There may be {limit} fields at most."),
    "bad_name": (
        "Tên chỉ gồm a-z, 0-9, _, bắt đầu bằng chữ, và không phải từ của biểu thức.",
        "A name is made of a-z, 0-9, _, begins with a letter and is no word of expressions.",
    ),
    "duplicate_name": ("Tên {name} đã được dùng.", "The name {name} is used already."),
    "unknown_type": ("Không có kiểu {name}.", "There is no type {name}."),
    "no_options": ("Cần danh sách lựa chọn.", "Options are needed."),
    "options_twice": (
        "Chỉ dùng lựa chọn riêng hoặc danh sách chung.",
        "Either options of its own or a list, not both.",
    ),
    "duplicate_option": ("Lựa chọn {name} có hai lần.", "The option {name} is there twice."),
    "unknown_list": ("Không có danh sách {name}.", "There is no choice list {name}."),
    "unknown_kind": ("Không có loại hồ sơ {name}.", "There is no kind of record {name}."),
    "unknown_parent": ("Không có trường {name} để lọc theo.", "There is no field {name} to narrow by."),
    "wrong_parent": ("Không lọc được theo trường {name}.", "The field {name} cannot narrow this one."),
    "parent_option": (
        "Trường phía trên không có lựa chọn {name}.",
        "The field above has no option {name}.",
    ),
    "repeat_in_repeat": ("Nhóm lặp chỉ lồng nhau một lần.", "Groups may repeat inside one another once only."),
    "bad_default": ("Giá trị mặc định không đúng kiểu.", "The default is not of the field's type."),
    "bad_prefill": ("Không có trường tham chiếu {name} để lấy dữ liệu.", "There is no reference {name} to fill from."),
    "bounds": ("Giá trị nhỏ nhất lớn hơn giá trị lớn nhất.", "The least is above the most."),
    "not_calculable": ("Không tính được trường kiểu này.", "A field of this type cannot be calculated."),
    "expression_syntax": ("Biểu thức sai cú pháp: {name}", "The expression cannot be read: {name}"),
    "expression_name": (
        "Biểu thức dùng trường không có: {name}.",
        "The expression names no field of the form: {name}.",
    ),
    "expression_function": ("Không có hàm {name}.", "There is no function {name}."),
    "expression_type": (
        "Biểu thức dùng sai kiểu dữ liệu: {name}",
        "The expression mixes types: {name}",
    ),
    "not_a_condition": ("Điều kiện phải cho đúng hoặc sai.", "A condition has to be true or false."),
    "too_deep": ("Biểu thức duyệt danh sách quá sâu.", "The expression goes through lists too deeply."),
    "bad_pattern": ("Mẫu chữ không hợp lệ hoặc quá chậm: {name}", "The pattern is not valid or too slow: {name}"),
    "loop": ("Các trường tính vòng quanh nhau: {name}.", "These fields need each other in a ring: {name}."),
}


@dataclass(frozen=True)
class Fault:
    """Why a definition cannot be published: where (JSON pointer into it), a stable code, and words."""

    pointer: str
    code: str
    vi: str
    en: str


def fault(pointer: str, code: str, *, name: object = "", limit: object = "") -> Fault:
    """Return a fault of the list."""
    vi, en = WORDS[code]
    return Fault(pointer, code, vi.format(name=name, limit=limit), en.format(name=name, limit=limit))
