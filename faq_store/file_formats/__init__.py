"""The FAQ as files that people keep: read from .txt and .docx, written as these and .json."""
