"""The voice that callers hear, and the language it speaks."""

VOICE, LANGUAGE = "Polly.Zhiyu", "cmn-CN"
