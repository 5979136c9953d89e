"""Everything but the FAQ, made inside the store: texts, calls, notices, the audit."""

from datetime import datetime

from sqlalchemy import Engine, text

from bench.console.sizes import Sizes
from server.all_tables import METADATA
from storage.session import lift_time_limit, writing

_SAID = (
    "(ARRAY['照片老是提示规格不对','怎么查成绩','证书什么时候能打印','人工','1','更多',"
    "'我的社保单位和报名单位不一致怎么办','考试地点能换吗','退件了说照片不清楚',"
    "'延期复审要交什么材料'])[1 + i % 10]"
)
_SENDER = (
    "CASE WHEN i % 100 = 0 THEN '+8613800138000' ELSE"
    " '+86139' || lpad(((i::bigint * 7919) % :senders)::text, 8, '0') END"
)
"""Every hundredth is the same: somebody's machine."""

_AT = "CAST(:now AS timestamptz) - interval '180 days' * ((:many - i)::float / :many)"

_TURNS = f"""
INSERT INTO turns (message_sid, sender, "to", body, reply, decision, "case", media,
  unrouted, at)
SELECT 'SM' || md5(i::text), {_SENDER}, '+8637112345678', {_SAID},
  '建议：' || repeat({_SAID}, 8),
  (ARRAY['certain','certain','certain','certain','certain','certain','unsure','unsure',
    'nothing',NULL])[1 + i % 10],
  CASE WHEN i % 10 < 6 THEN (1 + i % 4) || '.1' END, 0, false, {_AT}
FROM generate_series(1, :turns) i
"""  # noqa: S608 - all of it ours

_CONVERSATIONS = """
INSERT INTO conversations (sender, state, updated_at)
SELECT sender, '{}', max(at) FROM turns GROUP BY sender
"""

_CALLS = f"""
INSERT INTO calls (call_sid, sender, edition, status, started_at, ended_at, duration)
SELECT 'CA' || md5(i::text), {_SENDER}, 1 + i % 2,
  CASE WHEN :many - i < 3 THEN 'ongoing' WHEN i % 50 = 1 THEN 'lost'
    WHEN i % 20 = 2 THEN 'no-answer' ELSE 'completed' END,
  {_AT}, {_AT} + interval '90 seconds', 90
FROM generate_series(1, :calls) i
"""  # noqa: S608

_STEPS = """
INSERT INTO call_steps (call_sid, step, path, key, at)
SELECT call_sid, n, (ARRAY['','1','1.1','1.1','1.1'])[n],
  (ARRAY['1','1','2','*','0'])[n], started_at + interval '10 seconds' * n
FROM calls, generate_series(1, 5) n
"""

_BATCHES = f"""
INSERT INTO batches (id, source, name, digest, created_at, complete_at, confirmed_at)
SELECT lpad(to_hex((extract(epoch FROM {_AT}) * 1000)::bigint), 12, '0')
    || substr(md5(i::text), 1, 20),
  'staff:reviewer', '名单' || i || '.csv', md5(i::text), {_AT}, {_AT}, {_AT}
FROM generate_series(1, :many) i
"""  # noqa: S608

_NOTICES = f"""
INSERT INTO notices (id, source, idempotency_key, batch_id, "to", event, application,
  reason, reason_code, question, template, template_version, text, segments, priority,
  status, code, flagged, send_at, try_at, expires_at, attempts, token, sid, sent_at,
  checks, created_at, updated_at)
SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
    || substr(md5(i::text), 1, 20),
  'staff:reviewer', md5(i::text),
  CASE WHEN :many - i < :largest THEN (SELECT max(id) FROM batches)
    WHEN i % 10 > 0 THEN batch.ids[1 + i % array_length(batch.ids, 1)] END,
  {_SENDER}, event, 'HN2026-' || lpad(i::text, 7, '0'), '照片不清楚', '', '1.7', event, 0,
  '【安管人员考核】您的申报' || i || '：照片不清楚，请登录系统查看。回复1看怎么办。',
  1, 2, status, CASE WHEN status = 'failed' THEN '21211' WHEN status = 'undelivered'
    THEN '30003' ELSE '' END, i % 5000 = 0, at,
  CASE WHEN status = 'queued' THEN at END, at + interval '3 days', 1, 1,
  CASE WHEN status <> 'queued' THEN 'SM' || md5('n' || i) END,
  CASE WHEN status <> 'queued' THEN at END, 0, at, at
FROM (SELECT i, {_AT} AS at,
    CASE WHEN :many - i < :largest / 4 THEN 'queued' WHEN :many - i < :largest / 2
      THEN 'sent' WHEN i % 1000 = 1 THEN 'unknown' WHEN i % 2000 = 2 THEN 'dead'
      WHEN i % 1000 = 3 THEN 'suppressed' WHEN i % 1000 = 4 THEN 'expired'
      WHEN i % 1000 = 5 THEN 'cancelled' WHEN i % 25 = 6 THEN 'undelivered'
      WHEN i % 33 = 7 THEN 'failed' ELSE 'delivered' END AS status,
    (ARRAY['受理','退件','退件','补正','办结','证书生成','退件','受理'])[1 + i % 8] AS event
  FROM generate_series(1, :notices) i) made,
  (SELECT array_agg(id) AS ids FROM batches) batch
"""  # noqa: S608

_EVENTS = """
INSERT INTO notice_events (notice_id, at, status, code)
SELECT id, created_at + interval '5 seconds' * n,
  (ARRAY['queued','accepted',status])[n], ''
FROM notices, generate_series(1, 3) n WHERE n = 1 OR status <> 'queued'
"""

_RECEIPTS = """
INSERT INTO receipts (notice_id, asked_id, sid, word, status, code, raw, at)
SELECT CASE WHEN random() > 0.0005 THEN id END, id, sid,
  (ARRAY['sent',status])[n], (ARRAY['sent',status])[n], code,
  '{"MessageSid": "' || sid || '", "MessageStatus": "sent", "To": "+8613900000000"}',
  created_at + interval '9 seconds' * n
FROM notices, generate_series(1, 2) n
WHERE status IN ('sent', 'delivered', 'undelivered', 'failed')
"""

_ALERT = """
INSERT INTO alerts (kind, text, at) VALUES ('unknown-pile', '有多条通知结果不明。', :now)
"""

_INQUIRIES = f"""
INSERT INTO inquiries (asked, reason, options, sender, at, source, settled_at,
  settled_by, outcome, taught)
SELECT (SELECT string_agg(substr({_SAID.replace("i ", "(i * n) ")}, 1 + (i * n) % 5, 4
    + i % 5), '') FROM generate_series(1, 1 + i % 3) n) || (i % 1500),
  (ARRAY['unsure','unmatched','rejected'])[1 + i % 3],
  (1 + i % 4) || '.1 ' || (1 + i % 3) || '.2 1.' || (1 + i % 7), {_SENDER}, {_AT},
  'SM' || md5(i::text),
  CASE WHEN i <= :inquiries - :waiting THEN date_trunc('hour', {_AT}) END,
  CASE WHEN i <= :inquiries - :waiting THEN 'editor' ELSE '' END,
  CASE WHEN i > :inquiries - :waiting THEN '' WHEN i % 5 = 0 THEN 'ignored'
    WHEN i % 50 = 1 THEN 'new-question' ELSE '1.' || (1 + i % 7) END, ''
FROM generate_series(1, :inquiries) i
"""  # noqa: S608

_AUDIT = f"""
INSERT INTO audit (at, who, action, subject, before, after, reason)
SELECT {_AT}, (ARRAY['editor','reviewer','admin'])[1 + i % 3],
  (ARRAY['add-phrasing','settle-inquiries','send-notice','see-number','set-reason',
    'retry-notice','import-batch'])[1 + i % 7], 'notice:' || md5(i::text),
  CASE WHEN i % 2 = 0 THEN '"排队中"' ELSE '' END,
  '{{"to": "139****0000", "text": "' || repeat({_SAID}, 4) || '"}}', ''
FROM generate_series(1, :audit) i
"""  # noqa: S608

_REGISTERS = (
    """INSERT INTO suppressions (number, active, at)
    SELECT '+86137' || lpad(i::text, 8, '0'), i % 10 > 0 OR i = 1, :now
    FROM generate_series(1, :suppressions) i""",
    """INSERT INTO suppression_events (number, active, cause, at)
    SELECT number, true, 'staff:editor', at FROM suppressions""",
    """INSERT INTO templates (name, version, body, by, at)
    SELECT '退件', i, '您的申报{application}被退回：{reason}。', 'editor', :now
    FROM generate_series(1, 30) i""",
    """INSERT INTO reasons (code, text, question, by, at)
    SELECT 'R' || lpad(i::text, 4, '0'), '照片不清楚' || i, '1.7', 'editor', :now
    FROM generate_series(1, 300) i""",
    """INSERT INTO announcements (text, begins_at, ends_at, by)
    SELECT '系统今晚维护' || i, :now, :now, 'editor' FROM generate_series(1, 200) i""",
)


def fill(engine: Engine, sizes: Sizes, now: datetime) -> None:
    """Put so much into a store that has its FAQ."""
    every = {it: getattr(sizes, it) for it in type(sizes).__slots__} | {"now": now}
    steps = (
        (_TURNS, sizes.turns),
        (_CONVERSATIONS, 0),
        (_CALLS, sizes.calls),
        (_STEPS, 0),
        (_BATCHES, max(2, sizes.notices // 2000)),
        (_NOTICES, sizes.notices),
        (_EVENTS, 0),
        (_RECEIPTS, 0),
        (_ALERT, 0),
        (_INQUIRIES, sizes.inquiries),
        (_AUDIT, sizes.audit),
        *((it, 0) for it in (_REGISTERS if sizes.questions else _REGISTERS[:2])),
    )
    with writing(engine) as session:
        lift_time_limit(session)
        # What is made by rule needs no look whether each row's owner is there.
        session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement, many in steps:
            session.execute(text(statement), {**every, "many": many})


def vacuum(engine: Engine) -> None:
    """Do at once what the store does by itself within minutes."""
    apart = engine.execution_options(isolation_level="AUTOCOMMIT")
    with apart.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for table in METADATA.sorted_tables:
            connection.execute(text(f"VACUUM (ANALYZE) {table.name}"))
