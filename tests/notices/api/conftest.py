"""A business system with a key, before a store of either kind."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.notices.api.business import Business, Clock, api_key, application


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def app(engine: Engine, clock: Clock) -> Flask:
    return application(engine, clock)


@pytest.fixture
def business(app: Flask, engine: Engine, now: datetime) -> Business:
    return Business(app, api_key(engine, now))


@pytest.fixture
def stranger(app: Flask, engine: Engine, now: datetime) -> Business:
    """Another system, with a key of its own."""
    return Business(app, api_key(engine, now, "other"))
