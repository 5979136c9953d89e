"""Inquiries: when each was settled, by whom, how, and what was taught from it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what the previous release writes is open."""
    op.add_column(
        "inquiries",
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
    )
    for name, kind in (
        ("settled_by", sa.String(length=64)),
        ("outcome", sa.String(length=32)),
        ("taught", sa.Text()),
    ):
        op.add_column(
            "inquiries", sa.Column(name, kind, nullable=False, server_default="")
        )
    op.create_index("ix_inquiries_settled_at", "inquiries", ["settled_at"])
