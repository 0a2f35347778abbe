// Who is affected: draw, and the answer is there. Without this script a plan or a file is sent as a form.
import { startMap } from "../map/start.js";
import { tellWhenDrawn, TileLayer } from "../map/tile-layer.js";
import { AffectedPainter } from "./painter.js";
import { Drawing } from "./drawing.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const form = document.getElementById("ask");
const { shape, reach_m: reach, overlay, file } = form.elements;
const places = Object.fromEntries(["short", "errors", "result"].map((name) => [name, document.getElementById(name)]));
const hint = document.getElementById("hint");
const buttons = Object.fromEntries([...document.querySelectorAll("[data-draw]")].map((button) => [button.dataset.draw, button]));
const PATIENCE_MS = 350; // after the last key, before the question is asked
const LINE_REACH_M = 10; // until somebody says how wide it is

// What hides the map until there is a script goes first: a map in a hidden box has no size.
document.documentElement.dataset.map = "ready";
const map = startMap(config);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
// First the place, then the layers: one that begins at a zoom would pull the map there, with a movement.
if (config.bounds) map.fitBounds(config.bounds, { animate: false });
const painter = new AffectedPainter();
const structures = new TileLayer(config.tiles, "structures-plain", painter, { minZoom: 10, zIndex: 2, className: "structures" }).addTo(map);
tellWhenDrawn(map, [structures]);
const ground = L.geoJSON(null, { interactive: false, style: { className: "affected-ground" } }).addTo(map);
const drawing = new Drawing(map, drawn);
let asking = null;
let waiting = 0;
let isDrawing = false;

// Without a script it stands open; here the map comes first, and on a phone the answer is near.
document.querySelector(".affected-other").open = matchMedia("(min-width: 60rem)").matches || Boolean(document.querySelector("#ask .field-error"));
showAnswer();
if (ground.getLayers().length) map.fitBounds(ground.getBounds().pad(0.1), { animate: false, maxZoom: 19 });
showTools();

for (const name of ["line", "area"]) {
  buttons[name].addEventListener("click", () => {
    drawing.choose(drawing.kind === name && !drawing.corners.length ? null : name);
    showTools();
  });
}
buttons.undo.addEventListener("click", () => drawing.undo());
buttons.clear.addEventListener("click", () => {
  drawing.clear();
  drawing.choose(null);
  forget();
});
buttons.middle.addEventListener("click", () => drawing.add(map.getCenter()));
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !drawing.kind || event.target !== map.getContainer()) return;
  event.preventDefault();
  drawing.add(map.getCenter());
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) return; // a file is fetched as a file
  event.preventDefault();
  ask();
});
form.addEventListener("input", ({ target }) => {
  if (target !== reach || !hasGround()) return;
  setAside();
  waiting = setTimeout(() => hasGround() && ask(), PATIENCE_MS);
});
form.addEventListener("change", ({ target }) => {
  if (target === overlay && overlay.value) {
    stopDrawing();
    file.value = "";
    reach.value = ""; // its own metres
    ask();
  } else if (target === file && file.value) {
    stopDrawing();
    if (overlay) overlay.value = "";
    ask();
  } else if (target.name === "count" || target.name === "crs") {
    if (hasGround()) ask();
  }
});

function hasGround() {
  return Boolean(shape.value || file.value || overlay?.value);
}

function stopDrawing() {
  drawing.clear();
  drawing.choose(null);
  shape.value = "";
  showTools();
}

function drawn() {
  showTools();
  const found = drawing.shape;
  if (!found) return drawing.corners.length ? null : forget();
  shape.value = JSON.stringify(found);
  if (overlay) overlay.value = "";
  file.value = "";
  if (drawing.kind === "line" && !Number(reach.value)) reach.value = LINE_REACH_M;
  isDrawing = true;
  return ask();
}

// What answers an older question is neither read nor used, nor does it come late: another takes its place.
function setAside() {
  clearTimeout(waiting);
  asking?.abort();
  places.short.setAttribute("aria-busy", "true");
  places.short.textContent = places.short.dataset.asking;
  places.result.inert = true;
}

function settle() {
  places.short.removeAttribute("aria-busy");
  places.result.inert = false;
}

function forget() {
  clearTimeout(waiting);
  asking?.abort();
  settle();
  shape.value = "";
  places.short.textContent = places.short.dataset.blank;
  places.errors.replaceChildren();
  places.result.replaceChildren();
  showAnswer();
  showTools();
}

async function ask() {
  setAside();
  const own = (asking = new AbortController());
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "panel" },
      signal: own.signal,
    });
    if (!response.headers.get("X-Panel")) throw new Error(String(response.status));
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const [name, place] of Object.entries(places)) {
      place.replaceChildren(...answer.querySelector(`[data-part=${name}]`).childNodes);
    }
    if (!response.ok) places.short.textContent = places.short.dataset.blank;
    showAnswer();
    if (!isDrawing && ground.getLayers().length) map.fitBounds(ground.getBounds().pad(0.1), { maxZoom: 19 });
    isDrawing = false;
  } catch (error) {
    if (error.name === "AbortError") return;
    places.short.textContent = places.short.dataset.failed;
  }
  if (asking === own) settle();
}

// Colours the map by the answer that the page holds.
function showAnswer() {
  const found = document.getElementById("drawn");
  const answer = found && JSON.parse(found.textContent);
  painter.show(answer);
  structures.repaint();
  ground.clearLayers();
  if (!answer) return;
  ground.addData(answer.zone.area);
  reach.placeholder = answer.zone.reach_m; // a plan's own metres, as long as no others are written
  if (!answer.zone.shape) return;
  // The same again with other metres needs no file.
  shape.value = JSON.stringify(answer.zone.shape);
  file.value = "";
}

function showTools() {
  for (const name of ["line", "area"]) buttons[name].setAttribute("aria-pressed", String(drawing.kind === name));
  buttons.undo.disabled = !drawing.corners.length;
  buttons.clear.disabled = !hasGround() && !drawing.corners.length;
  hint.textContent = hint.dataset[drawing.kind ?? "none"];
  buttons.middle.hidden = !drawing.kind;
  document.querySelector(".affected-map").classList.toggle("is-drawing", Boolean(drawing.kind));
}
