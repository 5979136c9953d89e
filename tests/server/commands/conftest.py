"""An operator before a store of either kind."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from helpline import matching
from helpline.matching import Matcher
from tests.faq_store import examples
from tests.server.callers import address
from tests.server.commands.operator import Operator


@pytest.fixture
def operator(engine: Engine, tmp_path: Path) -> Operator:
    """Work on a migrated store with nothing in it."""
    return Operator(address(engine), tmp_path)


@pytest.fixture(scope="session")
def spoken_matcher() -> Matcher:
    """Teach once the canteen's FAQ with phrasings enough for a model."""
    return matching.train_matcher(examples.SPOKEN)


@pytest.fixture
def cook(canteen: Engine, tmp_path: Path) -> Operator:
    """Work on a store of either kind with the canteen's FAQ."""
    return Operator(address(canteen), tmp_path)


@pytest.fixture
def newcomer(tmp_path: Path) -> Operator:
    """Work where there is no store at all."""
    return Operator(f"sqlite:///{tmp_path}/none/helpline.db", tmp_path)
