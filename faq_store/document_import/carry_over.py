"""Phrasings of the seed kept for an imported document that has the same questions."""

from collections.abc import Iterable, Mapping, Sequence

from faq_store.document_import.identity import match_known
from helpline.faq import Case, Edition, Phrasing, Section


def phrasings_from_seed(
    sections: Sequence[Section], seed: Edition
) -> tuple[Phrasing, ...]:
    """Take over the seed's phrasings for a document that shares its questions.

    Nothing if most of its questions are unknown to the seed: then it is another
    FAQ, whose scope is another too.
    """
    known_keys = match_known(sections, [seed])
    if 2 * len(known_keys.questions) < sum(
        len(section.questions) for section in sections
    ):
        return ()
    ours = dict[Case | None, Case | None]({None: None})
    ours |= {Case(seeds): Case(own) for own, seeds in known_keys.questions.items()}
    for case, seeds in known_keys.situations.items():
        ours[Case(known_keys.questions[case.question], seeds)] = case
    return _rename_cases(seed.phrasings, ours)


def _rename_cases(
    phrasings: Iterable[Phrasing], ours: Mapping[Case | None, Case | None]
) -> tuple[Phrasing, ...]:
    return tuple(
        Phrasing(phrasing.text, ours[phrasing.case])
        for phrasing in phrasings
        if phrasing.case in ours
    )
