// The service worker: the network answers whenever it can; without it, what was kept does.
// START, written before this by the server: {version, pages, parts, static, days}
const KEPT = "kept:";
const SHELL = `shell:${START.version}`;
const DAY = 86_400_000;
const PATIENCE = 10_000; // a line that gives no sign of life so long is none, where the page is kept
const GATEWAYS = [502, 503, 504]; // there is a network, and behind it nobody
const NOBODY_ANSWERS = "<!doctype html><meta charset=utf-8><title>Pamoja</title><p>No network. Hakuna mtandao.";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable(), clear()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.destination === "document") event.respondWith(page(event, url));
  else if (url.searchParams.has("kept")) event.respondWith(tile(url));
  else if (url.pathname.startsWith(START.static)) event.respondWith(part(request, url));
});

// The pages for no network are asked for without the person in them.
async function keepShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll(START.parts);
  const lean = (path) => new Request(path, { headers: { "X-Keep": "1" }, cache: "no-cache" });
  await Promise.all(START.pages.map(async (path) => cache.put(path, bare(await fetch(lean(path))))));
}

function bare(answer) {
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const headers = new Headers(answer.headers);
  headers.delete("Vary");
  headers.delete("Content-Encoding");
  return new Response(answer.body, { status: 200, headers });
}

// What is of an older worker, and what nobody asked after for so long that it may harm more than it helps.
async function clear() {
  for (const name of await caches.keys()) {
    const [, , made] = name.slice(KEPT.length).split(":");
    const isGone = name.startsWith(KEPT) && isOver((await about(name))?.seen ?? Number(made));
    if (isGone || (name.startsWith("shell:") && name !== SHELL)) await caches.delete(name);
  }
}

const isOver = (seen) => Date.now() - seen > START.days * DAY;

// Never by opening a cache: that would make one anew where it was just removed.
async function about(name) {
  const code = name.split(":")[2];
  const answer = await caches.match(`/settlements/${code}/kept.json`, { cacheName: name });
  return answer && answer.json();
}

// --- Pages: the network first -----------------------------------------------------------------------

async function page(event, url) {
  event.waitUntil(clear());
  const kept = await keptPage(url);
  const answering = answered(event);
  answering.catch(() => {}); // nobody listens any more where silence came first
  try {
    const answer = await (kept ? Promise.race([answering, silence()]) : answering);
    return kept && GATEWAYS.includes(answer.status) ? kept : answer;
  } catch {
    return kept ?? elsewhere(url);
  }
}

async function answered(event) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  event.waitUntil(heed(answer));
  return answer;
}

const silence = () => new Promise((_done, fail) => setTimeout(fail, PATIENCE));

// Every page says whose it is. What is kept of anybody else goes, and if nobody is signed in, everything.
async function heed(answer) {
  const reader = answer.headers.get("X-Reader");
  if (!reader) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(KEPT) && name.split(":")[1] !== reader) await caches.delete(name);
  }
  const shell = await (await caches.open(SHELL)).match(START.pages[0]);
  const language = answer.headers.get("Content-Language");
  if (language && shell?.headers.get("Content-Language") !== language) await keepShell();
}

// --- Without a network ------------------------------------------------------------------------------

const SETTLEMENT = /^\/settlements\/([A-Za-z]{2,4})\/(.*)$/;

async function keptPage(url) {
  const [, code, rest] = SETTLEMENT.exec(url.pathname) ?? [];
  if (!code || rest) return null;
  return found(code.toUpperCase(), ({ page: address }) => address);
}

// Something out of the newest whole copy of a settlement: `address(said)`, of what is known of it.
async function found(code, address) {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT) && name.split(":")[2] === code);
  for (const name of names.sort().reverse()) {
    const said = await about(name);
    if (said && !isOver(said.seen)) return caches.match(address(said), { cacheName: name });
  }
  return null;
}

// Lists of a kept settlement lead to its page, which holds what is kept of them. Everything else says so.
async function elsewhere(url) {
  const [, code, rest] = SETTLEMENT.exec(url.pathname) ?? [];
  const parts = { services: "services", clusters: "villages", structures: "map", kept: "map" };
  const part = parts[rest?.split("/")[0]];
  if (part && (await found(code.toUpperCase(), ({ page: address }) => address))) {
    return Response.redirect(`/settlements/${code.toUpperCase()}/#${part}`);
  }
  const shell = await caches.open(SHELL);
  const path = START.pages.includes(url.pathname) ? url.pathname : START.pages[0];
  const words = { headers: { "Content-Type": "text/html" }, status: 503 };
  return (await shell.match(path)) ?? new Response(NOBODY_ANSWERS, words);
}

// --- What pages load --------------------------------------------------------------------------------

async function tile(url) {
  const code = url.pathname.split("/")[2];
  const kept = await found(code, () => url.pathname);
  return kept ?? new Response(null, { status: 204 });
}

// A name with a hash in it never means anything else; any other is asked for first.
async function part(request, url) {
  const isForGood = /\.[0-9a-f]{12}\./.test(url.pathname);
  const kept = isForGood && (await caches.match(request, { ignoreVary: true }));
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const caught = await caches.match(request, { ignoreVary: true, ignoreSearch: true });
    if (caught) return caught;
    throw error;
  }
}
