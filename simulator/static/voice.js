// Saying a sentence aloud, or letting as much time pass as reading it takes.

const READING = 45; // milliseconds a character
const SHORTEST = 400;
// Some browsers accept a sentence and never start, or never report its end.
const STARTS_WITHIN = 2_000;
const SLOWEST = 600; // milliseconds a character

const machine = window.speechSynthesis;
let mute = false; // as far as we know: it has a voice, and nothing is heard
const MANDARIN = /^(zh|cmn)([-_](hans[-_])?(cn|sg))?$/i;
const ALSO_MANDARIN = /^(zh|cmn)[-_](hant[-_])?tw$/i;

/**
 * The voice to speak with, if this machine itself has one for Mandarin. A voice
 * that is not its own would send what it says to somebody else's server.
 */
export function voice() {
  const voices = machine ? machine.getVoices() : [];
  const own = voices.filter((it) => it.localService);
  return (
    own.find((it) => MANDARIN.test(it.lang)) ??
    own.find((it) => ALSO_MANDARIN.test(it.lang))
  );
}

/** Call back now and whenever the machine finds more voices. */
export function onVoices(react) {
  machine?.addEventListener?.("voiceschanged", react);
  react();
}

/** Say a sentence; the promise settles when it is over or `signal` aborts it. */
export async function say(text, { aloud, signal }) {
  const spoken = aloud && voice() && !mute ? await speak(text, signal) : false;
  if (!spoken) {
    await pause(Math.max(SHORTEST, text.length * READING), signal);
  }
}

/** Stop speaking; what is being said goes on in silence. */
export const hush = () => machine?.cancel();

/** Let time pass, unless `signal` ends it. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, milliseconds);
    const cut = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", cut, { once: true });
  });
}

function speak(text, signal) {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(text);
    const late = setTimeout(() => {
      mute = true;
      finish(false);
    }, STARTS_WITHIN);
    let endless;
    const finish = (spoken) => {
      clearTimeout(late);
      clearTimeout(endless);
      signal.removeEventListener("abort", cut);
      utterance.onend = utterance.onerror = utterance.onstart = null;
      if (!spoken || signal.aborted) {
        machine.cancel();
      }
      resolve(spoken);
    };
    const cut = () => finish(true);
    signal.addEventListener("abort", cut, { once: true });
    utterance.voice = voice();
    utterance.lang = "zh-CN";
    utterance.onstart = () => {
      clearTimeout(late);
      endless = setTimeout(() => finish(true), STARTS_WITHIN + text.length * SLOWEST);
    };
    utterance.onend = () => finish(true);
    utterance.onerror = () => finish(false);
    machine.speak(utterance);
  });
}
