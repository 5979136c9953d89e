"""The text-to-speech (TTS) voice that callers hear, and its language."""

VOICE, LANGUAGE = "Polly.Zhiyu", "cmn-CN"
