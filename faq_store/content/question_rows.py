"""The rows of one question of the draft: inserted, updated and deleted."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy import insert as inserting
from sqlalchemy.orm import Session

from faq_store.content import keys, positions
from faq_store.errors import BadContentError
from faq_store.tables import PhrasingRow, QuestionRow, SituationRow
from helpline.faq import Question, Situation
from storage.session import execute_and_count


def insert_question(
    session: Session,
    edition: int,
    section: str,
    content: Question,
    position: int | None = None,
) -> None:
    """Write a new question, at the end of its section or at a position in it."""
    siblings = (QuestionRow.edition_id == edition) & (QuestionRow.section == section)
    if position is None:
        position = positions.end_position(session, QuestionRow, siblings)
    else:
        positions.make_room(session, QuestionRow, siblings, position)
    session.execute(
        inserting(QuestionRow).values(
            edition_id=edition,
            key=content.key,
            section=section,
            position=position,
            title=content.title,
            answer=content.answer,
            contacts=content.contacts,
        )
    )
    keyed = _assign_keys(session, content)
    _insert_situations(session, edition, keyed, keyed.situations)


def update_question(session: Session, edition: int, content: Question) -> Question:
    """Make a question that is there say this; return it with all its keys.

    Phrasings of a situation that is gone mean the question from now on.
    """
    keyed = _assign_keys(session, content)
    session.execute(
        update(QuestionRow)
        .where(QuestionRow.edition_id == edition, QuestionRow.key == content.key)
        .values(title=content.title, answer=content.answer, contacts=content.contacts)
    )
    theirs = (
        SituationRow.edition_id == edition,
        SituationRow.question == content.key,
    )
    there = set(session.scalars(select(SituationRow.key).where(*theirs)))
    kept = {it.key for it in keyed.situations}
    _forget_situations(session, edition, content.key, there - kept)
    # Below zero meanwhile: no two rows may have one place, not even for a moment.
    session.execute(
        update(SituationRow).where(*theirs).values(position=-SituationRow.position - 1)
    )
    for position, situation in enumerate(keyed.situations):
        session.execute(
            update(SituationRow)
            .where(*theirs, SituationRow.key == situation.key)
            .values(
                position=position,
                condition=situation.condition,
                suggestion=situation.suggestion,
            )
        )
    new = [it for it in keyed.situations if it.key not in there]
    _insert_situations(session, edition, keyed, new)
    return keyed


def delete_question(session: Session, edition: int, key: str) -> int:
    """Delete a question; return how many phrasings went with it."""
    phrasings = delete(PhrasingRow).where(
        PhrasingRow.edition_id == edition, PhrasingRow.question == key
    )
    many = execute_and_count(session, phrasings)
    situations = delete(SituationRow).where(
        SituationRow.edition_id == edition, SituationRow.question == key
    )
    question = delete(QuestionRow).where(
        QuestionRow.edition_id == edition, QuestionRow.key == key
    )
    session.execute(situations)
    session.execute(question)
    return many


def _assign_keys(session: Session, content: Question) -> Question:
    """Give each new situation a key that none of this question ever had."""
    highest = keys.highest_key(session, content.key)
    if any(it.key > highest for it in content.situations):
        raise BadContentError((("situations", "有一种情形的编号不对。"),))
    situations = tuple(
        situation
        if situation.key
        else replace(situation, key=keys.give_key(session, content.key))
        for situation in content.situations
    )
    return replace(content, situations=situations)


def _forget_situations(
    session: Session, edition: int, question: str, gone: Collection[int]
) -> None:
    if not gone:
        return
    session.execute(
        update(PhrasingRow)
        .where(
            PhrasingRow.edition_id == edition,
            PhrasingRow.question == question,
            PhrasingRow.situation.in_(gone),
        )
        .values(situation=None)
    )
    session.execute(
        delete(SituationRow).where(
            SituationRow.edition_id == edition,
            SituationRow.question == question,
            SituationRow.key.in_(gone),
        )
    )


def _insert_situations(
    session: Session, edition: int, question: Question, new: Collection[Situation]
) -> None:
    places = {it.key: at for at, it in enumerate(question.situations)}
    for item in new:
        session.execute(
            inserting(SituationRow).values(
                edition_id=edition,
                question=question.key,
                key=item.key,
                position=places[item.key],
                condition=item.condition,
                suggestion=item.suggestion,
            )
        )
