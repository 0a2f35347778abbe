// Names beside the marks of the country's map: as many as have room, the others when their mark is pointed at.
const { L } = window;
const MARK = 16; // half of a mark, in pixels, with the air round it
const SIDES = ["right", "left"];

export class Names {
  constructor(map) {
    this.map = map;
    this.all = [];
    map.on("zoomend", () => this.place());
  }

  // The first ones added have the first choice of room.
  add(mark, text) {
    const label = document.createElement("span");
    label.textContent = text;
    const name = L.tooltip({ permanent: true, direction: "right", offset: [10, 0], className: "settlement-name" });
    mark.bindTooltip(name.setContent(label));
    mark.openTooltip();
    this.all.push({ mark, name });
    const toggle = (isPointed) => name.getElement()?.classList.toggle("is-pointed", isPointed);
    for (const type of ["mouseenter", "focus"]) mark.getElement().addEventListener(type, () => toggle(true));
    for (const type of ["mouseleave", "blur"]) mark.getElement().addEventListener(type, () => toggle(false));
  }

  place() {
    const marks = this.all.map(({ mark }) => this.map.latLngToLayerPoint(mark.getLatLng()));
    const taken = [];
    const edge = this.map.containerPointToLayerPoint([0, 0]).x;
    const width = this.map.getSize().x;
    this.all.forEach(({ name }, n) => {
      const element = name.getElement();
      const { x, y } = marks[n];
      const [wide, half] = [element.offsetWidth + 4, element.offsetHeight / 2];
      const boxes = { right: [x + MARK, x + MARK + wide], left: [x - MARK - wide, x - MARK] };
      const isWhole = ([west, east]) => x < edge || x > edge + width || (west >= edge && east <= edge + width);
      const isFree = ([west, east]) =>
        isWhole([west, east]) &&
        !taken.some((box) => west < box.east && east > box.west && Math.abs(box.y - y) < box.half + half) &&
        !marks.some((at) => at.x + 8 > west && at.x - 8 < east && Math.abs(at.y - y) < half + 6);
      const side = SIDES.find((one) => isFree(boxes[one]));
      element.classList.toggle("has-no-room", !side);
      if (!side) return;
      const [west, east] = boxes[side];
      taken.push({ west, east, y, half });
      name.options.direction = side;
      name.options.offset = L.point(side === "right" ? 10 : -10, 0);
      name.update();
    });
  }
}
