// What was done and is not saved: every step can be undone and done again. Things are plain objects that are
// replaced, never changed, so a step only remembers what each was before and after.
export class Draft {
  constructor() {
    this.things = new Map(); // key → how it is drawn now; null where it is not there any more
    this.steps = [];
    this.undone = [];
    this.listeners = [];
    this.number = 0;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  newKey() {
    this.number += 1;
    return `new-${this.number}-${Date.now().toString(36)}`;
  }

  // after: [[key, thing | null], …]; undefined before means: as the register has it.
  step(label, after) {
    const changes = after.map(([key, thing]) => ({ key, before: this.things.get(key), after: thing }));
    const last = this.steps.at(-1);
    this.steps.push({ label, changes });
    this.undone = [];
    this.apply(changes, "after");
    return last;
  }

  undo() {
    const step = this.steps.pop();
    if (!step) return null;
    this.undone.push(step);
    this.apply(step.changes, "before");
    return step;
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return null;
    this.steps.push(step);
    this.apply(step.changes, "after");
    return step;
  }

  apply(changes, side) {
    for (const change of changes) {
      if (change[side] === undefined) this.things.delete(change.key);
      else this.things.set(change.key, change[side]);
    }
    this.tell(changes.map(({ key }) => key));
  }

  tell(keys) {
    for (const listener of this.listeners) listener(keys);
  }

  clear() {
    const keys = [...this.things.keys()];
    this.things.clear();
    this.steps = [];
    this.undone = [];
    this.tell(keys);
  }

  // Somebody else's version is what mine is built on from now on: what I did not touch is theirs.
  rebase(key, { version, base }) {
    const patch = (thing) => {
      if (!thing?.id) return thing;
      const isMoved = JSON.stringify(thing.geometry) !== JSON.stringify(thing.base.geometry);
      const values = { ...base.values, ...different(thing.values, thing.base.values) };
      return { ...thing, version, base, values, geometry: isMoved ? thing.geometry : base.geometry };
    };
    for (const step of [...this.steps, ...this.undone]) {
      for (const change of step.changes) {
        if (change.key === key) Object.assign(change, { before: patch(change.before), after: patch(change.after) });
      }
    }
    this.things.set(key, patch(this.things.get(key)));
    this.tell([key]);
  }

  // Take one thing out of the draft, steps and all: it is as the register has it.
  forget(key) {
    const without = (steps) =>
      steps
        .map((step) => ({ ...step, changes: step.changes.filter((change) => change.key !== key) }))
        .filter(({ changes }) => changes.length);
    this.steps = without(this.steps);
    this.undone = without(this.undone);
    this.things.delete(key);
    this.tell([key]);
  }

  toJSON() {
    return { things: [...this.things], steps: this.steps, undone: this.undone, number: this.number };
  }

  restore({ things, steps, undone, number }) {
    this.things = new Map(things);
    Object.assign(this, { steps, undone, number });
    this.tell([...this.things.keys()]);
  }

  // What the server is sent: of each thing only what differs from what was read.
  changes() {
    return [...this.things.values()].map((thing) => thing && changeOf(thing, this.things)).filter(Boolean);
  }
}

function changeOf(thing, things) {
  const { key, layer, id, version, geometry, note } = thing;
  const head = { key, layer, action: thing.action, ...(id && { id, version }) };
  switch (thing.action) {
    case "create":
      return { ...head, geometry, values: filled(thing.values) };
    case "change": {
      const values = different(thing.values, thing.base.values);
      const isMoved = JSON.stringify(geometry) !== JSON.stringify(thing.base.geometry);
      if (!isMoved && !Object.keys(values).length) return null;
      return { ...head, ...(isMoved && { geometry }), ...(Object.keys(values).length && { values }) };
    }
    case "split":
      return { ...head, ...note, parts: thing.parts.map((part) => partOf(things.get(part))) };
    case "merge": {
      const isMoved = JSON.stringify(geometry) !== JSON.stringify(thing.base.geometry);
      return { ...head, ...note, ...(isMoved && { geometry }), others: thing.others.map(({ id, version }) => ({ id, version })) };
    }
    case "delete":
      return head;
    case "demolish":
      return { ...head, ...note };
    default: // parts of a split and what was merged go with theirs
      return null;
  }
}

const partOf = ({ geometry, values, keeps }) => (keeps ? { geometry, keeps } : { geometry, code: values.code });

export const plain = (value) => (value === null || value === undefined ? "" : Array.isArray(value) ? [...value].sort().join() : String(value));

function different(values, base) {
  const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => plain(value) !== plain(base[name])));
  // A number alone may be meant within its cluster.
  if ("code" in changed && values.cluster) changed.cluster = values.cluster;
  return changed;
}

const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => plain(value) !== ""));
