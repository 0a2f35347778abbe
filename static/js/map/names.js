// Names beside the marks of the country's map: as many as have room, the others when their mark is pointed at.
const { L } = window;
const AIR = 2; // pixels round a mark
const ROW = 64; // pixels: a name is compared with what lies in its own rows

export class Names {
  constructor(map) {
    this.map = map;
    this.all = new Map();
    map.on("moveend", () => this.soon());
  }

  // Those of more people have the first choice of room; `half` is half of the mark, in pixels.
  add(mark, text, half, people) {
    const label = document.createElement("span");
    label.textContent = text;
    const name = L.tooltip({ permanent: true, direction: "right", offset: [half, 0], className: "settlement-name has-no-room" });
    mark.bindTooltip(name.setContent(label));
    mark.openTooltip();
    this.all.set(mark, { mark, name, half: half + AIR, people, width: 0 });
    const toggle = (isPointed) => name.getElement()?.classList.toggle("is-pointed", isPointed);
    for (const type of ["mouseenter", "focus"]) mark.getElement().addEventListener(type, () => toggle(true));
    for (const type of ["mouseleave", "blur"]) mark.getElement().addEventListener(type, () => toggle(false));
    this.soon();
  }

  remove(mark) {
    this.all.delete(mark);
  }

  // Once before the next frame, however much was added.
  soon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.place();
    });
  }

  place() {
    const all = [...this.all.values()].sort((one, other) => other.people - one.people);
    // All that is measured, before anything is moved: else the page is laid out anew for each name.
    for (const one of all) {
      one.at = this.map.latLngToLayerPoint(one.mark.getLatLng());
      if (one.width) continue;
      const element = one.name.getElement();
      [one.width, one.height] = [element.offsetWidth, element.offsetHeight];
    }
    const taken = new Rows();
    for (const { at: { x, y }, half } of all) taken.add({ west: x - half, east: x + half, north: y - half, south: y + half });
    const west = this.map.containerPointToLayerPoint([0, 0]).x;
    const east = west + this.map.getSize().x;
    for (const one of all) {
      const side = ["right", "left"].find((which) => {
        const box = boxOf(one, which);
        const isSeen = one.at.x >= west && one.at.x <= east;
        const isWhole = !isSeen || (box.west >= west && box.east <= east);
        return isWhole && taken.isFree(box);
      });
      one.name.getElement().classList.toggle("has-no-room", !side);
      if (!side) continue;
      taken.add(boxOf(one, side));
      if (one.side === side) continue;
      one.side = side;
      one.name.options.direction = side;
      one.name.options.offset = L.point(side === "right" ? one.half : -one.half, 0);
      one.name.update();
    }
  }
}

function boxOf({ at: { x, y }, half, width, height }, side) {
  const from = side === "right" ? x + half + 1 : x - half - 1 - width;
  return { west: from, east: from + width, north: y - height / 2, south: y + height / 2 };
}

// Boxes by the rows they touch, so that each is compared with a few.
class Rows {
  constructor() {
    this.rows = new Map();
  }

  *of({ north, south }) {
    for (let row = Math.floor(north / ROW); row <= Math.floor(south / ROW); row += 1) yield row;
  }

  add(box) {
    for (const row of this.of(box)) {
      if (!this.rows.has(row)) this.rows.set(row, []);
      this.rows.get(row).push(box);
    }
  }

  isFree(box) {
    const meets = (other) => box.west < other.east && box.east > other.west && box.north < other.south && box.south > other.north;
    return [...this.of(box)].every((row) => !(this.rows.get(row) ?? []).some(meets));
  }
}
