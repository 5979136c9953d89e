"""Every model there is, imported so that one metadata knows them all."""

import faq_store.review_tables
import faq_store.tables
import ivr.tables
import notices.reference_tables
import notices.tables
import reporting.tables
import sms.tables
import staff.tables
from storage.base import Base

METADATA = Base.metadata

__all__ = ["METADATA", "faq_store", "ivr", "notices", "reporting", "sms", "staff"]
