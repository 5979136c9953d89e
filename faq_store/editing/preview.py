"""A preview of one question: the SMS replies that applicants would get, before it is saved."""

from dataclasses import dataclass, replace

from helpline import wording
from helpline.conversation import screens
from helpline.faq import Case, Edition, Question, Section
from helpline.sms_segments import paginate, segments, units

_KEY = "1"


@dataclass(frozen=True, slots=True)
class PreviewText:
    """One text message as it arrives, in UTF-16 units and in segments to be paid."""

    said: str

    @property
    def units(self) -> int:
        """Count its units."""
        return units(self.said)

    @property
    def segments(self) -> int:
        """Count its segments."""
        return segments(self.said)


@dataclass(frozen=True, slots=True)
class PreviewReply:
    """An answer as texts; of a question (`situation` 0) or of one situation, from 1.

    All but the first are sent when the applicant asks for more.
    """

    situation: int
    texts: tuple[PreviewText, ...]

    @property
    def segments(self) -> int:
        """Count what all of it costs."""
        return sum(it.segments for it in self.texts)


def single_question_edition(question: Question, section: str = "") -> Edition:
    """Make an edition of this question alone; its situations are numbered anew."""
    situations = tuple(
        replace(situation, key=number)
        for number, situation in enumerate(question.situations, 1)
    )
    alone = replace(question, key=f"{_KEY}.1", situations=situations)
    return Edition(0, "", (Section(_KEY, section, (alone,)),))


def preview_replies(question: Question, most_segments: int) -> tuple[PreviewReply, ...]:
    """Give the answer to the question, then to each of its situations."""
    edition = single_question_edition(question)
    alone = next(edition.questions)
    cases = (None, *(it.key for it in alone.situations))
    return tuple(
        PreviewReply(case or 0, _texts(edition, Case(alone.key, case), most_segments))
        for case in cases
    )


def _texts(edition: Edition, case: Case, most_segments: int) -> tuple[PreviewText, ...]:
    shown = screens.case_screen(edition, case)
    pages = paginate(shown[1] if shown else "", most_segments, wording.MORE)
    *before, last = pages
    return (*(PreviewText(it + wording.MORE) for it in before), PreviewText(last))
