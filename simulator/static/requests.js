// The page's requests to the stand-in company. What fails says why, in Chinese.

// Two answers of 15 seconds (a door's, then its fallback's), and some to spare.
const LONGEST_WAIT = 40_000;
const UNREACHABLE = "连不上程序，请确认它还在运行。";
const TOO_SLOW = "程序一直没有回答。";

export class RequestError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** Where something of this page is. */
export const at = (path) => `${document.body.dataset.home}/${path}`;

/** Post JSON, and return the JSON answered; throw `RequestError` with a sentence. */
export const post = (path, content = {}) =>
  answered(at(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });

/** Get JSON likewise. */
export const get = (path, query) => answered(`${at(path)}?${new URLSearchParams(query)}`);

async function answered(url, options = {}) {
  const response = await sent(url, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const sentence = answer.error ?? `程序没有正常回答（${response.status}）。`;
    throw new RequestError(sentence, response.status);
  }
  return answer;
}

async function sent(url, options) {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(LONGEST_WAIT) });
  } catch (error) {
    throw new RequestError(error.name === "TimeoutError" ? TOO_SLOW : UNREACHABLE);
  }
}
