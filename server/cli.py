"""The command line: `./tuyen --help`."""

import sys

import click

from server.instance.errors import InstanceError


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


@click.group(cls=Tuyen, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Tuyến: bán hàng ngoài thị trường, chạy được cả khi mất mạng. Offline-first field sales."""


@cli.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--durable", is_flag=True, help="Giữ fsync, như bản chạy thật. Keep fsync on.")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def db(command: tuple[str, ...], *, durable: bool) -> None:
    """Chạy lệnh với CSDL tạm. Run COMMAND with an empty PostgreSQL and Redis of its own."""
    from server.instance.foreground import run_with_throwaway

    sys.exit(run_with_throwaway(list(command), durable=durable))


if __name__ == "__main__":
    cli(prog_name="./tuyen")
