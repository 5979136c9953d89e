"""The draft with a matcher of its own, to be tried before it is published."""

from threading import Lock

from sqlalchemy import Engine

from faq_store.content import drafts
from faq_store.content.edition_cache import Loaded, Shelf
from helpline import matching
from helpline.matching import Matcher
from storage.session import reading


class Tryout:
    """Holds the draft as it last was; its matcher is adapted from the one in use.

    That takes about a second, or, where synonyms have changed, as long as a publish.
    """

    def __init__(self, engine: Engine, shelf: Shelf) -> None:
        self._engine = engine
        self._shelf = shelf
        self._held: tuple[Loaded, Loaded] | None = None
        self._making = Lock()

    def draft(self) -> Loaded | None:
        """Give the draft as it is now, None when nothing is being edited."""
        with reading(self._engine) as session:
            draft = drafts.load(session)
        if draft is None:
            return None
        current = self._shelf.refresh()
        with self._making:
            if self._held and self._held[0] is current:
                held = self._held[1]
                if held.edition == draft:
                    return held
            if isinstance(current.matcher, Matcher):
                matcher = matching.adapt(current.matcher, draft)
            else:
                matcher = matching.build(draft)
            made = Loaded(draft, matcher.prepared())
            self._held = current, made
            return made
