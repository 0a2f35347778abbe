// What the map shows, kept in the page's address: a link shows another person the same, and so does a reload.
//
//   colours   the theme              only      the classes of it that are shown, by their place
//   cluster, use, status             what structures are filtered by
//   off       layers that are off    kind, working   service points that are shown, by kind and by state
//   at        zoom/latitude/longitude; structure: the open one (see panel.js)
const LISTS = ["only", "cluster", "use", "status", "off", "kind", "working"];
const DECIMALS = 5; // about a metre
export const REMEMBERED = "theme"; // of this browser, from one settlement to the next

export class Address {
  constructor() {
    const asked = new URLSearchParams(location.search);
    this.said = Object.fromEntries(LISTS.map((name) => [name, (asked.get(name) ?? "").split(",").filter(Boolean)]));
    this.colours = asked.get("colours");
    this.at = placeOf(asked.get("at"));
    this.followers = [];
  }

  // What the map is coloured by at first: as the address says, or as it was last, or as the settlement begins.
  theme({ themes, theme }) {
    const named = (name) => themes.find((each) => each.name === name);
    return named(this.colours ?? localStorage.getItem(REMEMBERED)) ?? named(theme);
  }

  list(name) {
    return this.said[name];
  }

  // `set({ only: [1, 3] })`; whoever follows is told which names changed.
  set(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (LISTS.includes(name)) this.said[name] = value.map(String);
      else this[name] = value;
    }
    this.write();
    for (const follow of this.followers) follow(Object.keys(changes));
  }

  onChange(follow) {
    this.followers.push(follow);
  }

  // The address follows the map; going back leads to the page before, not through every step.
  follow(map) {
    this.here = () => {
      const { lat, lng } = map.getCenter();
      return { zoom: map.getZoom(), place: [Number(lat.toFixed(DECIMALS)), Number(lng.toFixed(DECIMALS))] };
    };
    map.on("moveend", () => {
      this.at = this.here();
      this.write();
    });
  }

  write() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => history.replaceState(null, "", this.link()), 250);
  }

  // `isWhole`: with the place, also where nobody has moved the map.
  link({ isWhole = false } = {}) {
    const url = new URL(location.href);
    const put = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
    put("colours", this.colours);
    for (const name of LISTS) put(name, this.said[name].join(","));
    const at = isWhole ? this.here() : this.at;
    put("at", at && [at.zoom, ...at.place].join("/"));
    url.hash = "";
    return url.href.replaceAll("%2C", ",").replaceAll("%2F", "/");
  }
}

function placeOf(said) {
  const [zoom, latitude, longitude, ...rest] = (said ?? "").split("/").map(Number);
  const isPlace = !rest.length && zoom >= 0 && zoom <= 22 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isPlace ? { zoom, place: [latitude, longitude] } : null;
}
