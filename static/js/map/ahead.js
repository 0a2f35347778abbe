// Asks for the structures of the first picture while Leaflet and the map's scripts are still on their way: on a
// slow network that is a second in which little else comes. What it guesses wrong is asked for again.
import { Address } from "./address.js";
import { Plane, tilesOf } from "./plane.js";
import { foldLegend, roomFor } from "./room.js";
import { themeOfTiles, TileSource } from "./tile-source.js";

const root = document.documentElement;
const config = JSON.parse(document.getElementById("map-config").textContent);
if (config.structures) {
  await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map(applied));
  // Where the map was faster, there is nothing to do.
  if (!root.dataset.map) ask();
}

function ask() {
  root.dataset.map = "starting"; // the tools take their room, and are not yet seen
  foldLegend(config);
  const address = new Address();
  const plane = new Plane(document.getElementById("map"), config.leaflet);
  const view = seen(plane, address);
  if (!view) return;
  const theme = address.theme(config);
  const source = TileSource.ahead(config.tiles, theme?.layer ?? config.structures);
  source.theme = themeOfTiles(theme);
  for (const tile of tilesOf(view, plane.getSize())) source.load(source.place(tile, 256).source);
}

// As settlement.js begins: the place of the address, the structure that was asked for, or the whole.
function seen(plane, { at }) {
  const whole = config.bounds && plane.fitted(config.bounds, roomFor(plane, config.bounds));
  const { lat, lon } = document.querySelector("[data-structure]")?.dataset ?? {};
  if (at) return { zoom: at.zoom, centre: plane.project(at.place, at.zoom) };
  if (!lat) return whole;
  const zoom = Math.max(whole?.zoom ?? 0, 19);
  return { zoom, centre: plane.project([Number(lat), Number(lon)], zoom) };
}

// Without its styles the map has no size.
function applied(link) {
  if (link.sheet || !matchMedia(link.media || "all").matches) return null;
  return new Promise((resolve) => {
    for (const event of ["load", "error"]) link.addEventListener(event, resolve, { once: true });
  });
}
