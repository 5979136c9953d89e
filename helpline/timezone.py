"""The time zone of the applicants and the staff: Asia/Shanghai; what is stored is UTC."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai, which has had no summer time since 1991."""
