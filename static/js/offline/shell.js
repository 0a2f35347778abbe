// On every page: a worker for the time without a network, and no copy of a settlement in the wrong hands.
import { canKeep, removeAll, removeOthers } from "./store.js";

// A page without it is everybody's: those for no network, and errors.
const reader = document.querySelector("meta[name=reader]")?.content;
const line = document.querySelector("[data-no-network]");

// In a frame of another site nobody is signed in, whoever is.
if (canKeep() && reader && window.top === window) start().catch(console.error);

async function start() {
  await removeOthers(reader);
  if (reader === "nobody") return;
  // Asking after a newer one on every page would cost a kilobyte each time.
  await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "all" });
  if (!navigator.onLine) return;
  const { renewAll } = await import("./keeping.js");
  await renewAll(reader);
}

// Leaving takes what is kept along, even where the server cannot be told yet.
document.addEventListener("submit", (event) => {
  const leaving = line?.dataset.leaving.split(" ") ?? [];
  // Not form.action: a button of that name would stand in its place.
  const action = event.target.getAttribute("action") ?? "";
  if (leaving.includes(new URL(action, location.href).pathname)) removeAll();
}, true);

// What is typed stays on the page: a form is not sent into nothing.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented || event.target.method !== "post") return;
  event.preventDefault();
  say({ isAsked: true });
});

function say({ isAsked = false } = {}) {
  if (!line) return;
  line.hidden = navigator.onLine;
  line.querySelector("[data-not-sent]").hidden = !isAsked;
  if (isAsked) line.scrollIntoView({ block: "nearest" });
}

window.addEventListener("online", () => say());
window.addEventListener("offline", () => say());
say();
