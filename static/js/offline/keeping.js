// Keeps a settlement on the phone and keeps it up to date: only what changed is fetched again.
import * as store from "./store.js";

const TOGETHER = 4;
const MINUTE = 60_000;
const ASKED_EVERY = 5 * MINUTE;
const RENEWED_EVERY = 60 * MINUTE;

// The server says that this person may not, or no longer, keep it.
export class Ended extends Error {
  constructor(sentence) {
    super("ended");
    this.sentence = sentence;
  }
}

// What is to be kept, as the server says it now; asked without fetching any of it.
export async function planOf(code) {
  const answer = await fetch(store.listOf(code), { cache: "no-cache" });
  if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) throw new Ended(await sentenceOf(answer));
  if (!answer.ok) throw new Error(`${answer.status}`);
  const print = answer.headers.get("ETag") ?? "";
  const at = Date.parse(answer.headers.get("Date") ?? "") || Date.now();
  return { ...(await answer.json()), print, at, seen: Date.now(), asked: Date.now() };
}

async function sentenceOf(answer) {
  try {
    return (await answer.json()).sentence ?? "";
  } catch {
    return "";
  }
}

// One tab at a time. `progress(done, total)` in bytes.
export function keep(plan, reader, progress = () => {}) {
  const work = () => keepWhole(plan, reader, progress);
  return navigator.locks ? navigator.locks.request(`pamoja-keeping-${plan.code}`, work) : work();
}

async function keepWhole(plan, reader, progress) {
  if (plan.reader !== reader) throw new Ended("");
  const { name, cache, earlier, end } = await store.begin(reader, plan.code);
  const waiting = [...plan.parts];
  let done = 0;
  let stored = 0;
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const answer = (part.print && (await earlier(part.address, part.print))) || (await fetched(part, plan));
      stored += await store.put(cache, part.address, answer, part.print);
      done += part.bytes;
      progress(done, plan.bytes);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  await store.note({ ...plan, stored, renewed: Date.now(), cache: name });
  await end();
}

async function fetched({ address }, plan) {
  const isTile = address.startsWith("/tiles/");
  const answer = await fetch(isTile ? `${address}?v=${plan.version}` : address);
  if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) throw new Ended("");
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const whose = answer.headers.get("X-Reader");
  if (whose && whose !== plan.reader) throw new Ended("");
  return answer.status === 204 ? new Response("") : answer;
}

// Asks after everything kept, now and then; what ended is removed at once, what is newer is fetched quietly.
export async function renewAll(reader, { isAsked = false } = {}) {
  for (const kept of await store.all()) {
    if (isAsked || Date.now() - kept.asked > ASKED_EVERY) await renew(kept, reader, { isAsked });
  }
}

export async function renew(kept, reader, { isAsked = false, progress } = {}) {
  try {
    await asked(kept, reader, { isAsked, progress });
  } catch (error) {
    if (error instanceof Ended) await store.remove(kept.code);
    if (isAsked) throw error;
  }
}

async function asked(kept, reader, { isAsked, progress }) {
  const plan = await planOf(kept.code);
  const { at, seen, print } = plan;
  const isTime = isAsked || (Date.now() - kept.renewed > RENEWED_EVERY && !isSparing());
  if (print === kept.print) await store.note({ ...kept, at, seen, asked: seen });
  else if (isTime) await keep(plan, reader, progress);
  else await store.note({ ...kept, asked: seen });
}

// A person who asked the browser to spare data renews by hand.
const isSparing = () => navigator.connection?.saveData === true;
