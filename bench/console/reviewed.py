"""A draft that is submitted and was rehearsed, and a document of the whole FAQ."""

from datetime import datetime

from sqlalchemy import Engine, text

from faq_store.content import edition_rows, queries
from faq_store.file_formats import text_format
from storage.session import lift_time_limit, writing

_ANSWERS = 1_000
"""Known phrasings whose answers change."""

_REVIEW = """
INSERT INTO reviews (edition_id, revision, submitted_by, submitted_at, note)
SELECT id, revision, 'editor', :now, '按新的办法改了照片的要求' FROM editions
WHERE number = 0
"""

_REHEARSAL = """
INSERT INTO rehearsals (edition_id, revision, beside, asked_by, asked_at, done, total,
  finished_at, changes, data)
SELECT id, revision, based_on, 'editor', :now, 100000, 100000, :now,
  (SELECT CAST(jsonb_build_object('digest', '', 'worse', 10, 'better', :answers - 20,
    'other', 10) AS text) || chr(10) || string_agg(CAST(jsonb_build_array('照片怎么传' || n,
      jsonb_build_array('1.1'), jsonb_build_array('certain', jsonb_build_array('1.2')),
      jsonb_build_array('unsure', jsonb_build_array('1.1', '1.2')),
      CASE WHEN n <= 10 THEN 'worse' ELSE 'better' END) AS text), chr(10))
    FROM generate_series(1, CAST(:answers AS integer)) n),
  CAST('' AS bytea)
FROM editions WHERE number = 0
"""

_DOCUMENT = """
INSERT INTO documents (name, text, by, at) VALUES ('问题释疑.txt', :written, 'editor', :now)
"""


def review(engine: Engine, now: datetime) -> None:
    """Submit the draft, as if its rehearsal had ended, and bring the document of it."""
    given = {"now": now, "answers": _ANSWERS}
    with writing(engine) as session:
        lift_time_limit(session)
        session.execute(text(_REVIEW), given)
        session.execute(text(_REHEARSAL), given)
        row = queries.working_edition_row(session)
        whole = (
            edition_rows.read_whole_excerpt(session, row, 1_000_000) if row else None
        )
        if whole:
            written = text_format.format_faq_text(whole.title, whole.sections)
            brought = {"now": now, "written": written.replace("照片", "相片")}
            session.execute(text(_DOCUMENT), brought)
