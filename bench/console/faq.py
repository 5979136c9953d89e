"""A large FAQ made of halves of the seed's texts, published, and a draft of it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench.console.sizes import Sizes
from faq_store.content import drafts, editions, matcher_store
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing import seed as publishing_seed
from faq_store.publishing.publish import TrainedDraft
from helpline import matching
from storage.session import lift_time_limit, reading, writing

_SECTIONS = 20
_SITUATIONS = 3
"""Of every third question."""

_Row = Sequence[object]

_DRAFT = (
    """INSERT INTO editions (number, title, based_on, drafted_at, revision, note,
    published_by) SELECT 0, title, number, :now, :edited, '', ''
    FROM editions ORDER BY number DESC LIMIT 1""",
    *(
        f"INSERT INTO {table} (edition_id, {columns}) SELECT (SELECT id FROM editions"  # noqa: S608 - ours
        f" WHERE number = 0), {columns} FROM {table} WHERE edition_id ="
        f" (SELECT id FROM editions ORDER BY number DESC LIMIT 1)"
        for table, columns in (
            ("sections", "key, position, title"),
            ("questions", "key, section, position, title, answer, contacts"),
            ("situations", "question, key, position, condition, suggestion"),
            ("phrasings", "position, text, question, situation"),
            ("synonyms", "said, meant"),
            ("prompts", "name, text"),
        )
    ),
    """WITH chosen AS (SELECT key, edition_id FROM questions WHERE edition_id =
    (SELECT id FROM editions WHERE number = 0) ORDER BY md5(key) LIMIT :edited)
    UPDATE questions SET title = title || '（新）' FROM chosen
    WHERE questions.key = chosen.key AND questions.edition_id = chosen.edition_id""",
    """INSERT INTO draft_edits (edition_id, subject, by, at) SELECT edition_id,
    'question:' || key, 'editor', :now FROM questions WHERE title LIKE '%（新）'""",
)


def publish(engine: Engine, sizes: Sizes, now: datetime) -> None:
    """Publish the seed, over it the large FAQ if one is wanted, and begin a draft."""
    seed = publishing_seed.load_seed()
    matcher = matching.train_matcher(seed)
    for edition in (seed, replace(seed, title=f"{seed.title}（改）")):
        with writing(engine) as session:
            drafts.replace_draft(session, edition, now=now)
            taught = TrainedDraft(edition, matcher)
            publishing_publish.publish_draft(
                session, now=now, by="bench", second_person=False, taught=taught
            )
    if sizes.questions:
        with writing(engine) as session:
            lift_time_limit(session)
            _write(session, sizes, [it.text for it in seed.phrasings], now)
        _teach(engine)
    with writing(engine) as session:
        lift_time_limit(session)
        for item in _DRAFT:
            session.execute(text(item), {"now": now, "edited": sizes.edited})


def _teach(engine: Engine) -> None:
    with reading(engine) as session:
        edition = editions.load_latest(session)
    assert edition is not None  # noqa: S101 - it was just written
    matcher = matching.train_matcher(edition)
    with writing(engine) as session:
        lift_time_limit(session)
        matcher_store.renew_matcher(session, edition, matcher)


def _write(session: Session, sizes: Sizes, said: list[str], now: datetime) -> None:
    made = text(
        "INSERT INTO editions (number, title, based_on, drafted_at, revision,"
        " published_at, published_by, note)"
        " VALUES (3, '安管人员业务问答（大）', 2, :now, 0, :now, 'bench', '')"
        " RETURNING id"
    )
    edition = session.scalar(made, {"now": now})
    keys = [(f"{at % _SECTIONS + 1}", at // _SECTIONS) for at in range(sizes.questions)]
    names = _glued(said)
    rows: dict[str, Iterable[_Row]] = {
        "sections (edition_id, key, position, title)": (
            (edition, str(at + 1), at, f"阶段{at + 1}") for at in range(_SECTIONS)
        ),
        "questions (edition_id, key, section, position, title, answer, contacts)": (
            (edition, f"{key}.{at + 1}", key, at, next(names), _answer(names), False)
            for key, at in keys
        ),
        "situations (edition_id, question, key, position, condition, suggestion)": (
            (edition, f"{item}.{at + 1}", n + 1, n, next(names), _answer(names))
            for item, at in keys
            for n in range(_SITUATIONS if at % _SITUATIONS == 0 else 0)
        ),
        "phrasings (edition_id, position, text, question, situation)": (
            (edition, n, f"{next(names)}{n}", _key(keys, n), None)
            for n in range(sizes.phrasings)
        ),
        "case_keys (parent, highest)": (
            (each, 2 * sizes.questions) for each in map(str, range(5, _SECTIONS + 1))
        ),
    }
    session.execute(text("UPDATE case_keys SET highest = highest + 20000"))
    for table, several in rows.items():
        _copy(session, table, several)


def _key(keys: Sequence[tuple[str, int]], at: int) -> str:
    section, position = keys[at % len(keys)]
    return f"{section}.{position + 1}"


def _answer(names: Iterator[str]) -> str:
    return "。".join(next(names) for _ in range(5))


def _glued(said: list[str]) -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311 - no secret
    while True:
        one, two = chance.choice(said), chance.choice(said)
        yield one[: len(one) // 2 + 1] + two[len(two) // 2 :]


def _copy(session: Session, table: str, rows: Iterable[_Row]) -> None:
    driver: Any = session.connection().connection
    with driver.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
