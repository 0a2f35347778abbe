// What a service point is, as a sign that needs no language: drawn in a box of 16 by 16.
// Kinds of one family share their colour; the glyph tells them apart without it.
const PATHS = {
  toilet: "M4.6 1.2a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM3 5.2h3.2l1.5 4.4-1 .4-.7-2v6.8H4.9v-4.3h-.6v4.3H3.2V8l-.7 2-1-.4zM11.4 1.2a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM9.9 5.2h3.1l1.9 6h-1.7v3.6h-1.1v-3.6h-1.3v3.6H9.7v-3.6H8z",
  tap: "M2 5h3.2V3.4H3.6V2h6v1.4H8V5h2.5C12.6 5 14 6.4 14 8.5V10h-3V8.5c0-.4-.2-.6-.6-.6H2zM12.5 11c1 1.3 1.5 2 1.5 2.7a1.5 1.5 0 0 1-3 0c0-.7.5-1.4 1.5-2.7z",
  kiosk: "M1 2h14l.6 3.5H.4zM1.5 6.5h13V15h-13zm6.5 1c-1.3 1.7-2.2 2.9-2.2 4a2.2 2.2 0 0 0 4.4 0c0-1.1-.9-2.3-2.2-4z",
  drop: "M8 1C5 5 3 7.5 3 10a5 5 0 0 0 10 0C13 7.5 11 5 8 1z",
  tank: "M2 3.5C2 1.5 14 1.5 14 3.5V6H2zM2 7h12v3H2zm0 4h12v1.5c0 2-12 2-12 0z",
  hands: "M8 .5c1.3 1.7 2 2.6 2 3.5a2 2 0 0 1-4 0c0-.9.7-1.8 2-3.5zM1 8.5l4-.5 3 1.5h3v1.3H7.5V11.5H12l2.5-2 1 1-3.5 4H5.5L4 13.5 1 14z",
  bin: "M6 1h4v2h4v2H2V3h4zM3 6h10l-1 9H4z",
  heap: "M8 2l2 3 2 .5 1 3.5 2.5 5H.5L3 9l1.5-4L6.5 5zM6 8v4h1.3V8zm3 1v3h1.3V9z",
  drain: "M1 2h14v2.5H1zm2 4h2v8H3zm4 0h2v8H7zm4 0h2v8h-2z",
  manhole: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3zM5 6h6v1.3H5zm0 2.7h6V10H5z",
  light: "M8 1a4.5 4.5 0 0 1 2.5 8.2V11h-5V9.2A4.5 4.5 0 0 1 8 1zM5.5 12h5v1.3h-5zm1 2.2h3V15.5h-3z",
  power: "M9 0 3 9h4l-1 7 7-9H9z",
  school: "M8 3 0 6.5 8 10l8-3.5zM3.5 9v3c2.5 2 6.5 2 9 0V9L8 11.2z",
  child: "M8 1a2.3 2.3 0 1 1 0 4.6A2.3 2.3 0 0 1 8 1zM2 6.2l1-1 3.3 1.6h3.4L13 5.2l1 1-3.3 2.6V15H8.6v-3.5H7.4V15H5.3V8.8z",
  health: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z",
  chemist: "M3 1h10v2.5H12C12 5 13 5.5 13 7v8H3V7c0-1.5 1-2 1-3.5H3zm4 6.5v1.7H5.3v1.6H7v1.7h2v-1.7h1.7V9.2H9V7.5z",
  heart: "M8 14.5C3 10.5 1 8 1 5.3A3.5 3.5 0 0 1 8 4a3.5 3.5 0 0 1 7 1.3c0 2.7-2 5.2-7 9.2z",
  shield: "M8 1l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V3z",
  flag: "M3 1h1.5v.8C8 .5 9 3 13.5 1.8v6C9 9 8 6.5 4.5 7.8V15H3z",
  scales: "M7.3 1h1.4v1.8L13.5 4 16 9.5h-5L13 5.2l-4.3-1V13H12v1.5H4V13h3.3V4.2L3 5.2l2 4.3H0L2.5 4l4.8-1.2z",
  worship: "M8 0l1 2.5L13 7v8H9.5v-4h-3v4H3V7l4-4.5z",
  market: "M1 5l1.5-3.5h11L15 5v1.5a1.7 1.7 0 0 1-3.4 0 1.8 1.8 0 0 1-3.6 0 1.8 1.8 0 0 1-3.6 0A1.7 1.7 0 0 1 1 6.5zM2 9h12v6h-4v-4H7v4H2z",
  people: "M5 1.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zm6 0a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM1 14V9.5C1 7 9 7 9 9.5V14zm9 0V9c0-1 5-1.5 5 .5V14z",
  ball: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 4L5.3 7l1 3.2h3.4l1-3.2z",
  fire: "M8.5.5c.5 3 4.5 4.5 4.5 9a5 5 0 0 1-10 0c0-2 1-3.3 2-4.5.3 1 .7 1.5 1.3 2C6.5 4.5 7.5 3 8.5.5z",
  bridge: "M0 5h16v2h-1v6h-2V9.5c-1-1.8-3-1.8-4 0V13H7V9.5c-1-1.8-3-1.8-4 0V13H1V7H0zM1 2h1v3H1zm4.3 0h1v3h-1zm4.4 0h1v3h-1zM14 2h1v3h-1z",
  bus: "M3 2h10a1 1 0 0 1 1 1v9h-1v2h-2v-2H5v2H3v-2H2V3a1 1 0 0 1 1-1zm1 2v4h8V4z",
  purse: "M5.5 1h5L9.8 3.8C13 5.5 14.6 8.6 14.6 11.2 14.6 13.9 12 15 8 15s-6.6-1.1-6.6-3.8C1.4 8.6 3 5.5 6.2 3.8zM8 7.2a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z",
  other: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
};
const WATER = "#00558c";
const DIRT = "#6b4410";
const CARE = "#9b1230";
const LEARNING = "#5a2a82";
const POWER = "#5c5400";
const INK = "#1c1814";

// Family colour and glyph of each kind, the most wanted first: where signs are too near, the first one stays.
const KINDS = {
  water_point: [WATER, "tap"], water_kiosk: [WATER, "kiosk"], toilet_block: [LEARNING, "toilet"],
  health_facility: [CARE, "health"], school: [INK, "school"], borehole: [WATER, "drop"], tank: [WATER, "tank"],
  fire_point: [CARE, "fire"], handwashing: [WATER, "hands"], police_post: [INK, "shield"],
  chief_office: [INK, "flag"], court_or_ajs_point: [INK, "scales"], ecd_centre: [INK, "child"],
  chp_base: [CARE, "heart"], chemist: [CARE, "chemist"], market: [INK, "market"], worship: [INK, "worship"],
  social_hall: [INK, "people"], bus_stage: [INK, "bus"], playground: [INK, "ball"], bridge: [INK, "bridge"],
  streetlight_highmast: [POWER, "light"], transformer: [POWER, "power"], savings_group_base: [INK, "purse"],
  waste_collection: [DIRT, "bin"], dumpsite: [DIRT, "heap"], drain_blockage: [DIRT, "drain"],
  sewer_manhole: [DIRT, "manhole"], other: [INK, "other"],
};
const ORDER = new Map(Object.keys(KINDS).map((kind, n) => [kind, n]));
const drawn = new Map();

export const colourOf = (kind) => (KINDS[kind] ?? KINDS.other)[0];
export const rankOf = (kind) => ORDER.get(kind) ?? ORDER.size;

// The glyph's outline; filled by "evenodd".
export function glyphOf(kind) {
  const name = (KINDS[kind] ?? KINDS.other)[1];
  if (!drawn.has(name)) drawn.set(name, new Path2D(PATHS[name]));
  return drawn.get(name);
}
