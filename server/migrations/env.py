"""How alembic runs: one transaction a migration, short waits for locks, so that a live system is never held up."""

from alembic import context
from sqlalchemy import NullPool, create_engine, text

config = context.config


def run() -> None:
    """Run the migrations on the address that the caller gave, or on its open connection."""
    given = config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    engine = create_engine(config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection:
        _run_on(connection)


def _run_on(connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - alembic's own type differs by mode
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = '300s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata"),
        include_object=config.attributes.get("include_object"),
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
