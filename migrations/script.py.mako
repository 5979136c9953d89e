"""${message}.

Runs while the previous release still serves: take no long lock (PostgreSQL gives
up after five seconds), and remove nothing that the previous release reads.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
