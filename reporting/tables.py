"""The tables of daily figures."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class FigureRow(Base):
    """How many of something there were on one day (of China); `key` tells kinds apart."""

    __tablename__ = "daily_figures"
    __table_args__ = (Index(None, "name", "day"),)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class CountedDayRow(Base):
    """A day that was counted, and when that was last done."""

    __tablename__ = "counted_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
