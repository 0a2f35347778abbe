// What this phone keeps: one cache for each settlement, named by whose it is. A cache is whole when the list
// it was made from lies in it, which is put last; one without is left over from a network that went away.
const KEPT = "kept:";
const PRINT = "X-Print";

export const canKeep = () => "caches" in window && "serviceWorker" in navigator;

// kept:<whose>:<code>:<when>
const nameOf = (reader, code) => `${KEPT}${reader}:${code}:${Date.now()}`;
const parted = (name) => name.slice(KEPT.length).split(":");

async function names(wanted = () => true) {
  if (!canKeep()) return [];
  const all = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  return all.filter((name) => wanted(...parted(name)));
}

// Never by opening it: that would make one anew where it was just removed.
async function about(name) {
  const answer = await caches.match(listOf(parted(name)[1]), { cacheName: name });
  return answer ? { ...(await answer.json()), cache: name } : null;
}

export const listOf = (code) => `/settlements/${code}/kept.json`;

// All that is kept whole, newest of each settlement: {code, name, at, seen, stored, …}
export async function all() {
  const found = new Map();
  for (const name of (await names()).sort(byTime)) {
    const said = await about(name);
    if (said) found.set(said.code, said);
  }
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
}

export async function one(code) {
  return (await all()).find((kept) => kept.code === code);
}

const byTime = (name, other) => Number(parted(name)[2]) - Number(parted(other)[2]);

export async function remove(code) {
  await drop(await names((_reader, kept) => kept === code));
}

// What is not this person's; without a person, everything.
export async function removeOthers(reader) {
  await drop(await names((whose) => whose !== reader));
}

export const removeAll = async () => drop(await names());

const drop = (those) => Promise.all(those.map((name) => caches.delete(name)));

// A new cache beside the old ones, whose parts it may take over: those of an earlier try that broke off, too.
export async function begin(reader, code) {
  const old = await names((whose, kept) => whose === reader && kept === code);
  const caught = await Promise.all(old.map((name) => caches.open(name)));
  const name = nameOf(reader, code);
  const cache = await caches.open(name);
  return { name, cache, earlier: (address, print) => taken(caught, address, print), end: () => drop(old) };
}

async function taken(caught, address, print) {
  for (const cache of caught) {
    const answer = await cache.match(address);
    if (answer && answer.headers.get(PRINT) === print) return answer;
  }
  return null;
}

// Bytes on the phone.
export async function put(cache, address, answer, print) {
  const body = await answer.blob();
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Vary");
  headers.set(PRINT, print);
  await cache.put(address, new Response(body, { status: 200, headers }));
  return body.size;
}

// What is known of it, in its own cache: {…kept, cache}. Whoever removed it meanwhile is right.
export async function note(kept) {
  if (!(await caches.has(kept.cache))) return;
  const cache = await caches.open(kept.cache);
  const answer = new Response(JSON.stringify(kept), { headers: { "Content-Type": "application/json" } });
  await cache.put(listOf(kept.code), answer);
}
