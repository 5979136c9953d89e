"""Indexes for the lists of the console, where there are millions of rows.

They are made in the transaction of the release, so that a release is whole or nothing.
Meanwhile PostgreSQL keeps whoever writes to a table waiting: from its first index until
the end, one to three seconds for each index of a million rows. So texts and calls come
last, and nobody but the notices' worker, which tries again, waits for long. Readers do
not wait. CREATE INDEX CONCURRENTLY would keep nobody waiting, but it cannot stand in a
transaction, and leaves an index that is not valid where it is broken off.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ADDED = (
    ("audit", ("action", "id")),
    ("daily_figures", ("name", "day")),
    ("inquiries", ("outcome", "settled_at")),
    ("notices", ("batch_id", "id")),
    ("notices", ("batch_id", "status", "segments")),
    ("notices", ("created_at", "status")),
    ("notices", ("event", "id")),
    ("notices", ("status", "id")),
    ("calls", ("sender", "started_at")),
    ("calls", ("status", "started_at")),
    ("turns", ("decision", "at")),
    ("turns", ("sender", "decision", "at")),
)

_REPLACED = (
    ("audit", "ix_audit_action"),
    ("notices", "ix_notices_batch_id"),
    ("notices", "ix_notices_created_at"),
    ("notices", "ix_notices_status"),
)
"""What begins with the same column as one that is added."""


def upgrade() -> None:
    """Add the indexes, then drop those that they replace."""
    waiting = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_inquiries_waiting",
        "inquiries",
        ["id"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
    for table, columns in _ADDED:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    for table, index in _REPLACED:
        op.drop_index(index, table_name=table)
