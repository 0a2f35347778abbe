// What the paper will show: its sheets on the settlement's map, with a handle that moves them. Which sheets there
// are is the server's to say: each change is sent as the form's, and the answer is drawn.
import { startMap } from "../map/start.js";
import { StructurePainter } from "../map/structures.js";
import { TileLayer } from "../map/tile-layer.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const form = document.getElementById("wall-form");
const stage = document.getElementById("wall-stage");
const { middle, across, down, scale } = form.elements;
const parts = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
const PLAIN = { name: "wall", from: "a", unit: 1, classes: 1, groups: [{ name: "all", codes: [0], colour: "#d9cfbf", pattern: "plain" }] };
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };
const SHARE_OF_STEP = 1 / 16; // of what the sheets show
const PATIENCE_MS = 400; // after the last key, before the server is asked

document.documentElement.dataset.map = "ready";
const map = startMap(config);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
if (config.bounds) map.fitBounds(config.bounds, { animate: false });
new TileLayer(config.tiles, "structures-plain", new StructurePainter(PLAIN), { minZoom: 10, zIndex: 2, className: "structures" }).addTo(map);
const drawn = L.featureGroup().addTo(map);
const numbers = L.layerGroup().addTo(map);
const handle = L.marker([0, 0], {
  icon: L.divIcon({ className: "wall-handle", iconSize: [48, 48], html: "✥" }),
  draggable: true,
  title: stage.dataset.move,
  alt: stage.dataset.move,
  autoPan: true,
});
let told = null;
let isMine = false; // the reader moved it: the map stays where it is
let waiting = 0;

document.addEventListener("htmx:afterSwap", show);
form.addEventListener("change", showFields);
handle.on("drag", () => draw(handle.getLatLng()));
handle.on("dragend", () => lay(handle.getLatLng()));
handle.on("add", () => {
  const element = handle.getElement();
  element.setAttribute("aria-label", stage.dataset.move);
  element.addEventListener("keydown", step);
});
parts.here.addEventListener("click", () => lay(map.getCenter()));
parts.whole.addEventListener("click", () => {
  middle.value = "";
  scale.value = "";
  ask();
});
show();
showFields();

function show() {
  const found = document.getElementById("sheets");
  told = found && JSON.parse(found.textContent);
  drawn.clearLayers();
  numbers.clearLayers();
  parts.whole.disabled = !middle.value;
  stage.classList.toggle("is-framed", Boolean(told?.isFramed));
  if (!told) return handle.remove(); // refused: beside the map it is said why
  draw(told.middle ? placeOf(told.middle) : null);
  const bounds = drawn.getBounds();
  if (bounds.isValid() && !(isMine && map.getBounds().intersects(bounds))) map.fitBounds(bounds.pad(0.06), { animate: false });
  isMine = false;
  return null;
}

// The sheets, as far from where the server saw them as the handle is.
function draw(at) {
  const [dLat, dLng] = at ? [at.lat - told.middle[1], at.lng - told.middle[0]] : [0, 0];
  drawn.clearLayers();
  numbers.clearLayers();
  for (const [name, corners] of told.sheets) {
    const places = corners.map(([lng, lat]) => [lat + dLat, lng + dLng]);
    L.polygon(places, { className: "wall-sheet", interactive: false }).addTo(drawn);
    if (!name) continue;
    const icon = L.divIcon({ className: "wall-number", iconSize: [28, 28], iconAnchor: [-3, -3], html: "" });
    const number = L.marker(places[0], { icon, interactive: false, keyboard: false }).addTo(numbers);
    number.getElement().textContent = name;
  }
  if (!at) handle.remove();
  else if (!map.hasLayer(handle)) handle.setLatLng(at).addTo(map);
  else handle.setLatLng(at);
}

// From here on the paper lies where the reader laid it, as large as it was.
function lay(at) {
  if (told && !told.isFramed) {
    if (!scale.value) scale.value = told.scale;
    across.value = told.across;
    down.value = told.down;
    form.querySelector(`[name=orientation][value=${told.isWide ? "landscape" : "portrait"}]`).checked = true;
  }
  middle.closest("details").open = true;
  middle.value = `${at.lat.toFixed(6)}, ${at.lng.toFixed(6)}`;
  isMine = Boolean(told);
  if (told) draw(at);
  ask();
}

function ask() {
  middle.dispatchEvent(new Event("change", { bubbles: true }));
}

function step(event) {
  const way = STEPS[event.key];
  if (!way || !told?.middle) return;
  event.preventDefault();
  event.stopPropagation(); // the map would move as well
  const bounds = drawn.getBounds();
  const { lat, lng } = handle.getLatLng();
  const up = (bounds.getNorth() - bounds.getSouth()) * SHARE_OF_STEP;
  const right = (bounds.getEast() - bounds.getWest()) * SHARE_OF_STEP;
  const at = L.latLng(lat + way[0] * up, lng + way[1] * right);
  draw(at);
  clearTimeout(waiting);
  waiting = setTimeout(() => lay(at), PATIENCE_MS);
}

// How many sheets lie about the middle is only asked where they are glued together; an atlas has no middle.
function showFields() {
  const { value } = form.querySelector("[name=form]:checked") ?? {};
  parts.sheets.hidden = value !== "tiled" || !middle.value;
  parts.moving.hidden = value === "atlas";
}

function placeOf([lng, lat]) {
  return L.latLng(lat, lng);
}
