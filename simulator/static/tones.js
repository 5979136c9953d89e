// The two tones of a key, as a telephone sounds them (ITU-T Q.23).

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = "123456789*0#";
const LENGTH = 0.14;

let audio;

/** Sound a key; a machine that cannot make sounds stays silent. */
export function sound(key) {
  const place = KEYS.indexOf(key);
  audio ??= window.AudioContext ? new AudioContext() : undefined;
  if (place < 0 || !audio) {
    return;
  }
  const volume = new GainNode(audio, { gain: 0.06 });
  volume.connect(audio.destination);
  for (const frequency of [ROWS[Math.floor(place / 3)], COLUMNS[place % 3]]) {
    const tone = new OscillatorNode(audio, { frequency });
    tone.connect(volume);
    tone.start();
    tone.stop(audio.currentTime + LENGTH);
  }
}
