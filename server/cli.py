"""The command line: `./tuyen --help`.

Commands import what they need when they run: `serve` finds fewer packages than `test`, and help must be
quick.
"""

import json
import sys
from pathlib import Path
from typing import Literal

import click

from server.instance.errors import InstanceError

PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}
DEMO_SIZES = click.Choice(["none", "small", "large"])


class Tuyen(click.Group):
    """The commands; what a person can put right is told in two languages instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an InstanceError becomes a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except InstanceError as error:
            tell(error)
            ctx.exit(1)


def tell(error: InstanceError) -> None:
    """Print what happened and what to do, to standard error."""
    if error.detail:
        click.echo(error.detail, err=True)
    click.secho(f"✗ {error.vietnamese}", fg="red", err=True)
    click.echo(f"  {error.english}", err=True)


@click.group(cls=Tuyen, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Tuyến: bán hàng ngoài thị trường, chạy được cả khi mất mạng.

    Field sales that works offline, on servers of your own.
    """


@cli.command()
@click.option("--port", default=8700, show_default=True, help="Cổng web. Port of the web server.")
@click.option("--host", default="0.0.0.0", show_default=True, help="Địa chỉ lắng nghe. Address to listen on.")  # noqa: S104 - the phone comes over the network
@click.option("--data", type=click.Path(path_type=Path), help="Thư mục dữ liệu. Data folder [.tuyen/data].")
@click.option("--demo", type=DEMO_SIZES, default="small", show_default=True, help="Dữ liệu dùng thử. Demo data.")
@click.option("--https", is_flag=True, help="Tự ký chứng chỉ. With a local certificate authority.")
def up(data: Path | None, host: str, port: int, demo: str, *, https: bool) -> None:
    """Chạy Tuyến trên máy này · Run Tuyen on this machine, with its own database and queue."""
    from server.instance.environment import ROOT
    from server.instance.up import Wishes
    from server.instance.up import up as run_up

    run_up(Wishes(data=data or ROOT / ".tuyen/data", host=host, port=port, demo=demo, https=https))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe. Address to listen on.")
@click.option("--port", default=8700, show_default=True, help="Cổng web. Port of the web server.")
@click.option("--workers", default=2, show_default=True, help="Số tiến trình web. Web processes.")
@click.option("--threads", default=8, show_default=True, help="Số luồng mỗi tiến trình. Threads in each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Chạy thật · Production: web server and worker on the database and queue of the operator."""
    from server.instance.serve import Capacity
    from server.instance.serve import serve as run_serve

    run_serve(Capacity(host, port, workers, threads))


@cli.command(context_settings=PASS_ON)
@click.option("--only", help="linters, types, contracts, front, unit, browser.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(only: str | None, pytest_arguments: tuple[str, ...]) -> None:
    """Mọi kiểm tra · Every check: linters, types, imports, front ends, then pytest."""
    from server.instance.checks import GROUPS, run_checks

    if only is not None and only not in GROUPS:
        raise click.BadParameter(f"one of {', '.join(GROUPS)}", param_hint="--only")
    sys.exit(run_checks(only, list(pytest_arguments)))


@cli.command(context_settings=PASS_ON)
@click.option("--durable", is_flag=True, help="Giữ fsync, như bản chạy thật. Keep fsync on.")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def db(command: tuple[str, ...], *, durable: bool) -> None:
    """Chạy lệnh với CSDL tạm · Run COMMAND with an empty PostgreSQL and Redis of its own."""
    from server.instance import packages
    from server.instance.foreground import run_with_throwaway

    packages.ensure()
    sys.exit(run_with_throwaway(list(command), durable=durable))


@cli.command()
@click.argument("revision", default="head")
def migrate(revision: str) -> None:
    """Cập nhật lược đồ · Bring the database at DATABASE_URL to REVISION (the newest)."""
    from server.instance.schema import upgrade
    from server.instance.serve import require_settings

    upgrade(require_settings().owner_url, revision)


@cli.command()
def build() -> None:
    """Dựng hai giao diện · Build the two front ends, if their sources have changed."""
    from server.instance.front import FrontEnds

    FrontEnds().ensure_built()


@cli.command()
@click.option("--size", type=click.Choice(["small", "large"]), default="small", show_default=True)
def seed(size: Literal["small", "large"]) -> None:
    """Nạp dữ liệu dùng thử · Add the demonstration organisation to the database at DATABASE_URL."""
    from server.demo import seed as run_seed
    from server.instance.progress import Share
    from server.instance.serve import require_settings

    run_seed(require_settings(), size, Share().tell)


@cli.command()
def restored() -> None:
    """Sau khi phục hồi bản sao lưu · After a backup was put back: let phones heal the server."""
    from server.instance.restored import announce_restored
    from server.instance.serve import require_settings

    click.echo(f"✓ {announce_restored(require_settings())}")


@cli.group()
def organisation() -> None:
    """Tổ chức trên máy chủ này · The organisations on this server."""


@organisation.command("add")
@click.argument("name")
@click.option("--admin", "login", required=True, help="Tên đăng nhập. Login of the first administrator.")
@click.option("--person", help="Họ và tên. Name of the administrator [his login].")
@click.option("--password", help="Mật khẩu; nếu không có thì in lời mời. Password; else a link is printed.")
def organisation_add(name: str, login: str, person: str | None, password: str | None) -> None:
    """Thêm tổ chức · Found an organisation and print the link for its administrator."""
    from server.accounts.service.founding import Founder
    from server.instance.organisations import add_organisation
    from server.instance.serve import require_settings

    link = add_organisation(require_settings(), Founder(name, person or login, login, password))
    click.echo(link or f"✓ {login}")


@organisation.command("list")
def organisation_list() -> None:
    """Liệt kê tổ chức · List the organisations with their numbers."""
    from server.instance.organisations import list_organisations
    from server.instance.serve import require_settings

    for number, name in list_organisations(require_settings()):
        click.echo(f"{number:>6}  {name}")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def covers(*, as_json: bool) -> None:
    """Năng lực nào đã có kiểm thử · Which capabilities have a test, and which have none."""
    from server.instance.covers import coverage

    found = coverage()
    click.echo(found.as_json() if as_json else found.as_text())
    sys.exit(1 if found.unknown else 0)


@cli.command("verify-audit")
@click.option("--anchors", type=click.Path(path_type=Path), help="Tệp mốc. File of anchors [TUYEN_AUDIT_ANCHORS].")
def verify_audit(anchors: Path | None) -> None:
    """Lịch sử có bị sửa không · Has anybody touched the history? Names the first bad block."""
    from server.instance.history import verify_audit as run_verify
    from server.instance.serve import require_settings

    run_verify(require_settings(), anchors, click.echo)


@cli.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def screens(arguments: tuple[str, ...]) -> None:
    """Chụp màn hình · Take screenshots of a throw-away instance."""
    from server.instance import packages
    from server.instance.stage import run_on_stage

    packages.ensure(browser=True)
    sys.exit(run_on_stage("tests.e2e.screens", list(arguments)))


@cli.command()
@click.option("--organisations", default=500, show_default=True, help="Bao nhiêu tổ chức. How many organisations.")
@click.option("--seed", default=1, show_default=True, help="Hạt giống. Seed of what is drawn.")
def oracle(organisations: int, seed: int) -> None:
    """So mọi đường đọc với mô hình · Compare what every path shows with a model of who may see what."""
    from server.instance import packages
    from server.instance.environment import python_command
    from server.instance.foreground import run_with_throwaway

    packages.ensure()
    sys.exit(run_with_throwaway(python_command("tests.visibility", str(organisations), str(seed)), durable=False))


@cli.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def fuzz(arguments: tuple[str, ...]) -> None:
    """Ném lô hỏng vào máy chủ · Throw bad batches at the server: --batches 200000 --seed 1 --processes 2."""
    _run_beside_throwaway("tests.fuzz", arguments)


@cli.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def machines(arguments: tuple[str, ...]) -> None:
    """Máy trạng thái của đồng bộ · Let random phones live against a model: --minutes 10 --seed 1."""
    _run_beside_throwaway("tests.sync.machines", arguments)


def _run_beside_throwaway(module: str, arguments: tuple[str, ...]) -> None:
    from server.instance import packages
    from server.instance.environment import python_command
    from server.instance.foreground import run_with_throwaway

    packages.ensure()
    sys.exit(run_with_throwaway(python_command(module, *arguments), durable=False))


@cli.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulate(arguments: tuple[str, ...]) -> None:
    """Thử với mạng xấu, máy chết · Phones against a product that dies: --phones --minutes --seed --faults --kills."""
    from server.instance import packages
    from server.instance.environment import child_environment, python_command
    from server.instance.foreground import run

    packages.ensure()
    sys.exit(run(python_command("tests.simulation", *arguments), child_environment()))


@cli.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Đo tốc độ · Measure a throw-away instance that writes as durably as a real one."""
    from server.instance import packages
    from server.instance.stage import run_on_stage

    packages.ensure()
    sys.exit(run_on_stage("tests.bench", list(arguments), durable=True))


@cli.command()
@click.option("--kind", "kinds", multiple=True, help="Loại hồ sơ. Kind of record [all that can be rebuilt].")
@click.option("--write", is_flag=True, help="Ghi lại kết quả. Let what was rebuilt stand.")
@click.option("--by", metavar="LOGIN", help="Người quyết định, khi ghi. On whose decision, with --write.")
def rebuild(kinds: tuple[str, ...], by: str | None, *, write: bool) -> None:
    """Dựng lại hồ sơ từ bài gửi · Make records again from submissions, and compare them with what stands.

    Exits with 1 when a record is not what its submissions make of it.
    """
    from server.instance.rebuild import rebuild as run_rebuild
    from server.instance.serve import require_settings

    if write != (by is not None):
        raise click.UsageError("--write --by LOGIN")
    report = run_rebuild(require_settings(), kinds, by)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1, default=str))
    sys.exit(1 if any(one["differences"] for one in report) else 0)


@cli.command()
@click.option("--check", is_flag=True, help="Chỉ so sánh. Fail when the file is not what the server makes.")
def openapi(*, check: bool) -> None:
    """Mô tả API · Write mobile_contract/openapi.json as the endpoints make it."""
    from server.instance import packages
    from server.instance.interface import write_document

    packages.ensure()
    if not write_document(check=check):
        click.echo("mobile_contract/openapi.json is out of date: ./tuyen openapi", err=True)
        sys.exit(1)


@cli.command()
@click.option("--upgrade", is_flag=True, help="Lấy bản mới nhất. Take the newest versions.")
def lock(*, upgrade: bool) -> None:
    """Ghim phiên bản gói Python · Pin the Python packages of pyproject.toml, with hashes."""
    from server.instance.lock import lock as run_lock

    click.echo(json.dumps([file.name for file in run_lock(upgrade=upgrade)]))


if __name__ == "__main__":
    cli(prog_name="./tuyen")
