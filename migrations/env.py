"""What Alembic runs to upgrade; `server.migrate` hands it the connection."""

from alembic import context
from sqlalchemy import Connection, text

from server.all_tables import METADATA

_RELEASES = 0x616E6775616E
"""Names the advisory lock that releases queue for."""


def _upgrade(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            _queue(connection)
        context.run_migrations()


def _queue(connection: Connection) -> None:
    """Wait for another release to finish, but for a table's lock only briefly.

    A step waiting for a table makes everybody behind it wait as well.
    """
    for setting in ("statement_timeout = 0", "lock_timeout = '60s'"):
        connection.execute(text(f"SET LOCAL {setting}"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_RELEASES})"))
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))


_upgrade(context.config.attributes["connection"])
