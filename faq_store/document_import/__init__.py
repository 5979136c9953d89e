"""An uploaded FAQ document compared with the draft and taken over, change by change."""
