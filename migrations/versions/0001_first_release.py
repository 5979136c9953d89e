"""Everything the first release keeps: the FAQ, texts, calls."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "calls",
        sa.Column("call_sid", sa.String(length=34), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("call_sid", name="pk_calls"),
    )
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
    op.create_table(
        "case_keys",
        sa.Column("parent", sa.String(length=16), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("parent", name="pk_case_keys"),
    )
    op.create_table(
        "conversations",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_conversations"),
    )
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(number = 0) = (published_at IS NULL)", name="ck_editions_published"
        ),
        sa.CheckConstraint("number >= 0", name="ck_editions_number"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("number", name="uq_editions_number"),
    )
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inquiries"),
        sa.UniqueConstraint("source", name="uq_inquiries_source"),
    )
    op.create_index("ix_inquiries_at", "inquiries", ["at"])
    op.create_table(
        "turns",
        sa.Column("message_sid", sa.String(length=34), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("to", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("case", sa.String(length=32), nullable=True),
        sa.Column("media", sa.Integer(), nullable=False),
        sa.Column("unrouted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_sid", name="pk_turns"),
    )
    op.create_index("ix_turns_at", "turns", ["at"])
    op.create_index("ix_turns_sender_at", "turns", ["sender", "at"])
    op.create_table(
        "call_steps",
        sa.Column("call_sid", sa.String(length=34), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_sid"], ["calls.call_sid"], name="fk_call_steps_call_sid"
        ),
        sa.PrimaryKeyConstraint("call_sid", "step", name="pk_call_steps"),
    )
    op.create_table(
        "prompts",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_prompts_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "name", name="pk_prompts"),
    )
    op.create_table(
        "matchers",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_matchers_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_matchers"),
    )
    op.create_table(
        "sections",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_sections_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "key", name="pk_sections"),
        sa.UniqueConstraint(
            "edition_id", "position", name="uq_sections_edition_id_position"
        ),
    )
    op.create_table(
        "questions",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("contacts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "section"],
            ["sections.edition_id", "sections.key"],
            name="fk_questions_edition_id_section",
        ),
        sa.PrimaryKeyConstraint("edition_id", "key", name="pk_questions"),
        sa.UniqueConstraint(
            "edition_id",
            "section",
            "position",
            name="uq_questions_edition_id_section_position",
        ),
    )
    op.create_table(
        "situations",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "question"],
            ["questions.edition_id", "questions.key"],
            name="fk_situations_edition_id_question",
        ),
        sa.PrimaryKeyConstraint("edition_id", "question", "key", name="pk_situations"),
        sa.UniqueConstraint(
            "edition_id",
            "question",
            "position",
            name="uq_situations_edition_id_question_position",
        ),
    )
    op.create_table(
        "phrasings",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=True),
        sa.Column("situation", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "situation IS NULL OR question IS NOT NULL", name="ck_phrasings_case"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "question", "situation"],
            ["situations.edition_id", "situations.question", "situations.key"],
            name="fk_phrasings_edition_id_question_situation",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "question"],
            ["questions.edition_id", "questions.key"],
            name="fk_phrasings_edition_id_question",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_phrasings_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "position", name="pk_phrasings"),
    )
