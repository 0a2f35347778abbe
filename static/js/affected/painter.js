// Structures by how much of them is taken: the settlement's own tiles, coloured by the ids of the answer.
import { StructurePainter } from "../map/structures.js";
import { swatch } from "../map/patterns.js";

const HOWS = { whole: 1, point: 1, cut: 2 };
let answers = 0;

export class AffectedPainter extends StructurePainter {
  constructor() {
    const named = getComputedStyle(document.getElementById("map"));
    const groups = [
      { name: "around", codes: [0], colour: named.getPropertyValue("--land").trim(), pattern: "plain" },
      { name: "whole", codes: [1], colour: named.getPropertyValue("--taken").trim(), pattern: "plain" },
      { name: "cut", codes: [2], colour: named.getPropertyValue("--cut").trim(), pattern: "lines" },
    ];
    super({ name: "affected-0", from: "taken", unit: 1, classes: 4, groups });
    this.taken = new Map();
    for (const group of groups) document.querySelector(`[data-swatch=${group.name}]`)?.prepend(swatch(group));
  }

  // The ids of an answer by how they are taken. Another answer is another theme: nothing drawn before is kept.
  show(drawn) {
    this.taken = new Map(Object.entries(HOWS).flatMap(([how, code]) => (drawn?.[how] ?? []).map((id) => [id, code])));
    answers += 1;
    this.choose({ ...this.theme, name: `affected-${answers}` });
  }

  // Far away a cell stands for many structures: it is of none of them.
  groupFor(shape) {
    shape.taken = (!shape.c && this.taken.get(shape.id)) || 0;
    return super.groupFor(shape);
  }
}
