// The map to draw on: puts ground, draft, tools, form and saving together.
import { LanePainter } from "../map/lanes.js";
import { roomFor } from "../map/room.js";
import { ServicePainter } from "../map/services.js";
import { ClusterPainter } from "../map/signs.js";
import { startMap } from "../map/start.js";
import { StructurePainter } from "../map/structures.js";
import { TileLayer } from "../map/tile-layer.js";
import { ZonePainter } from "../map/zones.js";
import { ask, fill } from "./asking.js";
import { Draft } from "./draft.js";
import { Drawing } from "./drawing.js";
import { ThingForm } from "./form.js";
import { Ground } from "./ground.js";
import { Happened } from "./happened.js";
import * as kept from "./kept.js";
import { sizeOf } from "./measure.js";
import { Problems } from "./problems.js";
import { nameOf, Tools } from "./tools.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const { words } = config;
const root = document.documentElement;
const part = (name) => document.querySelector(`[data-part="${name}"]`);

const map = startMap(config);
const outline = { interactive: false, pane: "ground", className: "boundary", pmIgnore: true, snapIgnore: false };
if (config.boundary) L.geoJSON(config.boundary, outline).addTo(map);
const at = placeAsked();
if (at) map.setView(at.place, at.zoom, { animate: false });
else if (config.bounds) map.fitBounds(config.bounds, { animate: false, ...roomFor(map, config.bounds) });
else map.setView([-1.286, 36.82], 12);

const draft = new Draft();
const ground = new Ground(map, config, draft);
const drawing = new Drawing(map, ground);
const problems = new Problems({ map, config, ground, draft });
const happened = new Happened();
const tools = new Tools({ map, config, ground, draft, drawing, happened, problems });
const form = new ThingForm(part("form"), { onChange: (key, values) => step(key, values) });

// --- What lies under it: the tiles of everything that is not being edited --------------------------

const tiles = [
  tile("lanes", "lanes", new LanePainter(), { minZoom: 12, zIndex: 1 }),
  tile("structures", config.structures, new StructurePainter(config.themes[0]), { minZoom: 10, zIndex: 2 }),
  tile("overlays", "hazards", new ZonePainter(), { minZoom: 12, zIndex: 3 }),
  tile("overlays", "plans", new ZonePainter(), { minZoom: 12, zIndex: 3 }),
  tile("clusters", "clusters", new ClusterPainter(), { minZoom: 13, zIndex: 5 }),
  tile("services", "service-points", new ServicePainter(), { minZoom: 15, zIndex: 6 }),
];

function tile(shows, name, painter, options) {
  return Object.assign(new TileLayer(config.tiles, name, painter, options), { shows });
}

function showTiles() {
  for (const layer of tiles) {
    const isEdited = layer.shows === ground.chosen && map.getZoom() >= ground.layer.fromZoom;
    if (isEdited) layer.remove();
    else layer.addTo(map);
  }
}

// --- Layers ---------------------------------------------------------------------------------------

const layers = document.getElementById("layer");
layers.addEventListener("change", () => choose(layers.value));
map.on("zoomend", showTiles);
map.on("moveend", keepAddress);

function choose(name) {
  tools.cancel();
  layers.value = name;
  keepAddress();
  ground.choose(name);
  showTiles();
  tools.show();
}

// The address says what is edited and where, `?layer=lanes&at=20/-1.26/36.84`: to come back, or to send on.
function keepAddress() {
  const { lat, lng } = map.getCenter();
  if (ground.chosen) history.replaceState(null, "", `?layer=${ground.chosen}&at=${map.getZoom()}/${lat.toFixed(6)}/${lng.toFixed(6)}`);
}

function placeAsked() {
  const [zoom, lat, lon] = (new URLSearchParams(location.search).get("at") ?? "").split("/").map(Number);
  const isPlace = zoom >= 1 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return isPlace ? { place: [lat, lon], zoom } : null;
}

// What was drawn a moment ago is in view too.
draft.onChange(() => part("state").dataset.kind === "shown" && tellState({ kind: "shown", count: ground.countShown() }));
ground.on("state", tellState);

function tellState({ kind, count, said }) {
  const sentences = {
    loading: words.loading,
    closer: words.closer,
    failed: words.notLoaded,
    gone: words.gone,
    said,
    shown: count ? fill(words.inView, { count }) : words.nothingHere,
  };
  if (!(kind in sentences)) return;
  part("state").textContent = sentences[kind];
  part("state").dataset.kind = kind;
  if (kind === "loading") delete root.dataset.drawn;
  else root.dataset.drawn = ground.chosen;
}

// --- The thing that is selected -------------------------------------------------------------------

tools.onSelect(show);
draft.onChange((keys) => {
  if (ground.selected && keys.includes(ground.selected)) show(tools.thing);
});

function show(thing) {
  part("thing").hidden = !thing;
  if (!thing) return form.hide();
  part("name").textContent = nameOf(thing, config);
  part("size").textContent = size(thing.geometry);
  form.show(thing, [...draft.things.values()].filter((each) => each?.layer === "clusters").map(({ values }) => values));
  form.say(problems.of(thing.key).filter(({ field }) => field));
  return null;
}

function size(geometry) {
  const { m2, m } = geometry ? sizeOf(geometry) : {};
  const round = (value) => new Intl.NumberFormat(`${root.lang}-KE`, { maximumSignificantDigits: 3 }).format(value);
  if (m2 > 10_000) return fill(words.acres, { acres: round(m2 / 4046.8564) });
  if (m2 !== undefined) return fill(words.about, { m2: round(m2) });
  return m === undefined ? "" : fill(words.long, { m: round(m) });
}

function step(key, values) {
  const thing = ground.thing(key);
  const after = { ...thing, values };
  draft.step(fill(words.changed, { what: nameOf(after, config) }), [[key, after]]);
}

problems.on("show", (key) => {
  const thing = ground.thing(key);
  if (thing && thing.layer !== ground.chosen) choose(thing.layer);
  if (ground.drawn.has(key)) {
    ground.show(key);
    tools.select(key);
  }
});

// --- Saving, and what is not saved yet ------------------------------------------------------------

const saveButtons = [...document.querySelectorAll("[data-save]")];
const maySave = (may) => saveButtons.forEach((button) => { button.disabled = !may; });
for (const button of saveButtons) button.addEventListener("click", () => save());
problems.on("saveAnyway", (accepted) => save(accepted));
draft.onChange(tellUnsaved);
draft.onChange(keep);
window.addEventListener("beforeunload", (event) => {
  if (draft.changes().length) event.preventDefault();
});

function tellUnsaved() {
  const count = draft.changes().length;
  const sentence = count === 1 ? words.unsavedOne : fill(words.unsaved, { count });
  part("unsaved").textContent = count ? sentence : words.allSaved;
  maySave(count);
  part("steps").replaceChildren(
    ...draft.steps.slice(-8).reverse().map(({ label }) => Object.assign(document.createElement("li"), { textContent: label })),
  );
}

// Each step at once: the power may go any moment. What was left here last time waits until it was asked about.
async function keep() {
  const steps = draft.steps.length;
  if (steps) await kept.keep(config.draft, draft.toJSON());
  else await kept.forget(config.draft);
  root.dataset.kept = steps;
}

let isSaving = false;

async function save(accepted = []) {
  tools.cancel();
  const changes = draft.changes();
  if (!changes.length || isSaving) return;
  isSaving = true;
  maySave(false);
  part("unsaved").textContent = words.saving;
  const answer = await problems.within(() => ask(config.urls.save, { changes, accepted, reason: part("reason").value.trim() }));
  isSaving = false;
  tellUnsaved();
  if (!answer) return;
  if (answer.status !== 200) {
    problems.show(answer.said.problems);
    if (tools.thing) show(tools.thing);
    return;
  }
  saved(answer.said);
}

async function saved({ edit }) {
  tools.select(null);
  problems.clear();
  draft.clear();
  await kept.forget(config.draft);
  part("reason").value = "";
  part("unsaved").textContent = words.saved;
  part("last").hidden = false;
  root.dataset.saved = edit;
  // Tiles are kept under the data's version: the saved set has raised it.
  for (const layer of tiles) {
    layer.source.template = layer.source.template.replace(/\?v=.*$/, `?v=saved-${edit}`);
    layer.source.kept.clear();
    if (map.hasLayer(layer)) layer.redraw();
  }
  await ground.load();
}

// --- Where one was -------------------------------------------------------------------------------

async function start() {
  const asked = new URLSearchParams(location.search);
  const wanted = config.layers.find(({ name }) => name === asked.get("layer")) ?? config.layers.find(({ name }) => name === "structures");
  choose(wanted.name);
  tellUnsaved();
  const left = await kept.found(config.draft);
  if (left) offer(left);
  root.dataset.map = "ready";
}

function offer({ at, draft: old }) {
  const when = new Date(at).toLocaleString(`${root.lang}-KE`, { dateStyle: "medium", timeStyle: "short" });
  part("found").textContent = fill(words.found, { when, count: old.steps.length });
  const box = part("offer");
  box.hidden = false;
  part("go-on").addEventListener("click", () => {
    draft.restore(old);
    box.hidden = true;
  });
  part("drop").addEventListener("click", async () => {
    if (!confirm(words.reallyDrop)) return;
    await kept.forget(config.draft);
    box.hidden = true;
  });
}

start();
