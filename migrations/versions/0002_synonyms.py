"""Synonyms of an edition; the digest by which a matcher is kept on disk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "synonyms",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("meant", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_synonyms_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "said", name="pk_synonyms"),
    )
    op.add_column(
        "matchers",
        sa.Column("digest", sa.String(length=64), nullable=False, server_default=""),
    )
