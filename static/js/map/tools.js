// The buttons beside the map: where am I, measure, link, full screen, the whole settlement. On a phone most of them wait behind one.
import { Card } from "./cards.js";
import { addLocate } from "./locate.js";
import { Measure } from "./measure.js";
import { roomFor } from "./room.js";
import { addShare } from "./share.js";

// `taken(true)` says that taps on the map are a tool's now.
export function addTools(map, config, { address, notes, taken }) {
  const bar = document.querySelector(".map-tools");
  if (!bar) return;
  addLocate(map, config, notes);
  new Measure(map, new Card("measure"), { taken });
  addShare(address, new Card("share"));
  addFullScreen(map, document.getElementById("full-screen"));
  // Who is lost on ground where nothing is drawn finds back.
  document.getElementById("whole")?.addEventListener("click", () => {
    map.fitBounds(config.bounds, { animate: false, ...roomFor(map, config.bounds) });
  });
  const more = document.getElementById("more");
  const fold = (isOpen) => {
    more.setAttribute("aria-expanded", String(isOpen));
    bar.classList.toggle("is-open", isOpen);
  };
  more.addEventListener("click", () => fold(more.getAttribute("aria-expanded") !== "true"));
  document.getElementById("more-tools").addEventListener("click", () => fold(false));
  bar.addEventListener("keydown", ({ key }) => key === "Escape" && fold(false));
  map.on("click", () => fold(false));
  bar.classList.add("is-ready");
}

function addFullScreen(map, button) {
  const stage = document.querySelector(".map-stage");
  if (!stage.requestFullscreen) return button.remove();
  button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => {
    button.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
    map.invalidateSize();
  });
}
