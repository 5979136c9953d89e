// How many parts a text is sent in: helpline/pages.py, for the counter while typing.

const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_DOUBLE = new Set("\f^{}\\[~]|€");

/** UTF-16 units, which is how JavaScript counts already. */
export const units = (text) => text.length;

/** SMS parts; an empty text is one. */
export function segments(text) {
  const characters = [...text];
  if (characters.every((it) => GSM.has(it) || GSM_DOUBLE.has(it))) {
    return parts(characters.map((it) => (GSM_DOUBLE.has(it) ? 2 : 1)), 160, 153);
  }
  return parts(characters.map(units), 70, 67);
}

function parts(widths, single, part) {
  if (widths.reduce((sum, width) => sum + width, 0) <= single) {
    return 1;
  }
  let count = 1;
  let room = part;
  for (const width of widths) {
    if (width > room) {
      count += 1;
      room = part;
    }
    room -= width;
  }
  return count;
}
