"""What the person sees when everything runs."""

import io

import segno
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

PASSWORD = "tuyen-demo"  # noqa: S105 - printed for everybody who tries the demonstration
SIGN_INS = (
    ("giamdoc@demo.tuyen.vn", "giám đốc", "director"),
    ("giamsat.danang@demo.tuyen.vn", "giám sát, Đà Nẵng", "supervisor, Đà Nẵng"),
    ("nhanvien.danang@demo.tuyen.vn", "nhân viên thị trường", "representative"),
    ("nhanvien2.danang@demo.tuyen.vn", "nhân viên thị trường", "representative"),
    ("vanphong@demo.tuyen.vn", "văn phòng", "back office"),
    ("admin@demo.tuyen.vn", "quản trị", "administrator"),
)
"""Login, role in Vietnamese, role in English: the accounts of server/demo."""


def greet(*, console_url: str, phone_url: str, secure: bool, demo: bool, logs: str) -> None:
    """Print the addresses, the phone's QR code and, with demonstration data, the sign-ins."""
    parts: list[Table | Text] = [addresses(console_url, phone_url)]
    if demo:
        parts += [Text(), sign_ins()]
    terminal = Console(highlight=False, soft_wrap=False)
    terminal.print(Panel(Group(*parts), title="Tuyến", title_align="left", padding=(1, 2), expand=False))
    terminal.print(qr_code(phone_url), soft_wrap=True)
    terminal.print(phone_advice(phone_url, secure=secure))
    terminal.print(Text(f"Nhật ký / Logs: {logs}\nCtrl-C để dừng / to stop", style="dim"))


def addresses(console_url: str, phone_url: str) -> Table:
    """Return the table of addresses."""
    table = Table.grid(padding=(0, 3))
    table.add_row("Bàn điều hành", Text("Console", style="dim"), Text(console_url, style="bold"))
    table.add_row("Điện thoại", Text("Phone", style="dim"), Text(phone_url, style="bold"))
    return table


def sign_ins() -> Table:
    """Return the table of the demonstration's accounts."""
    table = Table.grid(padding=(0, 3))
    table.add_row(Text("Tài khoản dùng thử"), Text("Demonstration sign-ins", style="dim"))
    for login, vietnamese, english in SIGN_INS:
        table.add_row(Text(login, style="bold"), f"{vietnamese} / {english}")
    table.add_row(Text(PASSWORD, style="bold"), "mật khẩu chung / password of all")
    return table


def qr_code(address: str) -> Text:
    """Return the QR code of an address in half-height blocks, dark on light whatever the terminal's colours."""
    drawn = io.StringIO()
    segno.make(address, error="l").terminal(drawn, border=2, compact=True)
    return Text(drawn.getvalue(), style="bright_white on black")  # the blocks are the light modules


def phone_advice(phone_url: str, *, secure: bool) -> Text:
    """Return what to do on the phone."""
    base = phone_url.removesuffix("/phone/")
    if secure:
        return Text(
            f"Lần đầu, trên điện thoại: mở {base}/ca.crt, cài làm chứng chỉ CA tin cậy, rồi quét mã trên.\n"
            f"First, on the phone: open {base}/ca.crt, install it as a trusted CA, then scan the code."
        )
    return Text(
        "Để ứng dụng chạy khi mất mạng trên điện thoại, khởi động lại với --https.\n"
        "For the app to work offline on a phone, start again with --https."
    )
