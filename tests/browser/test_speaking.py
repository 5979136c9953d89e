"""What is heard aloud: a voice for Mandarin where there is one, and how to stop it."""

import pytest

from tests.browser.phone import Page, Phone, expect

VOICES = """
window.spoken = [];
window.cancelled = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => %s.map((name) => ({
    lang: name.replace("remote ", ""), localService: !name.startsWith("remote "),
  })),
  addEventListener: () => {},
  cancel() { window.cancelled += 1; this.now?.onerror?.(); this.now = null; },
  speak(it) {
    this.now = it;
    window.spoken.push([it.voice.lang, it.lang, it.text]);
    setTimeout(() => it.onstart?.(), 1);
    setTimeout(() => it.onend?.(), it.text.startsWith("您好") ? 1 : %s);
  },
} });
"""


def with_voices(phone: Phone, *langs: str, milliseconds: int = 60_000) -> None:
    phone.page.add_init_script(VOICES % (list(langs), milliseconds))
    phone.page.reload()


def spoken(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("window.spoken")
    return found


def test_a_voice_for_mandarin_speaks_one_sentence_after_another(phone: Phone) -> None:
    with_voices(phone, "en-US", "zh-HK", "zh-CN")
    phone.dial()

    expect(phone.find("#heard .say")).to_have_count(2)
    assert [it[:2] for it in spoken(phone.page)] == [["zh-CN", "zh-CN"]] * 2
    assert "您好" in spoken(phone.page)[0][2]
    expect(phone.find("#voice-hint")).to_be_hidden()


@pytest.mark.parametrize(
    "langs", [(), ("en-US", "zh-HK"), ("remote zh-CN", "remote zh-TW")]
)
def test_without_such_a_voice_there_are_only_words(
    phone: Phone, langs: tuple[str, ...]
) -> None:
    with_voices(phone, *langs)

    expect(phone.find("#voice-hint")).to_be_visible()
    phone.dial()
    expect(phone.find("#heard .say")).to_have_count(2)
    assert spoken(phone.page) == []


def test_a_key_silences_the_voice(phone: Phone) -> None:
    with_voices(phone, "zh-CN")
    phone.dial()
    expect(phone.find("#heard .say")).to_have_count(2)

    phone.key("1").click()

    expect(phone.find("#heard .say").last).to_have_text("业务申报阶段问题")
    assert phone.page.evaluate("window.cancelled") >= 1


def test_muting_goes_on_in_silence(phone: Phone) -> None:
    with_voices(phone, "zh-CN")
    phone.dial()
    expect(phone.find("#heard .say")).to_have_count(2)

    phone.find("#mute").click()

    expect(phone.find("#mute")).to_have_attribute("aria-pressed", "true")
    expect(phone.find("#heard .say")).to_have_count(4)
    assert len(spoken(phone.page)) == 2


def test_the_last_answer_can_be_heard_again(phone: Phone) -> None:
    with_voices(phone, "zh-CN", milliseconds=400)
    phone.dial()
    expect(phone.find("#waiting")).to_be_visible()
    once = spoken(phone.page)

    phone.find("#replay").click()

    expect(phone.find("#waiting")).to_be_hidden()
    expect(phone.find("#waiting")).to_be_visible()
    assert spoken(phone.page) == once * 2
    expect(phone.find("#heard .say")).to_have_count(len(once))
