// The list of interviews that wait in this browser, and their way to the server.
import * as outbox from "./outbox.js";
import { deliver } from "./sending.js";

const SOON_MS = 15_000;
const LONGEST_MS = 300_000;

export class Waiting {
  constructor(root, user) {
    this.root = root;
    this.user = user;
    this.list = root.querySelector("[data-list]");
    this.row = root.querySelector("template");
    this.pause = SOON_MS;
    window.addEventListener("online", () => this.sendAll());
    document.addEventListener("visibilitychange", () => document.hidden || this.sendAll());
    root.querySelector("[data-send]").addEventListener("click", () => this.sendAll({ again: true }));
  }

  // Rejects where the browser keeps nothing: then the form must keep it.
  async add(interview) {
    await outbox.keep({ ...interview, user: this.user, keptAt: Date.now(), outcome: "", message: "" });
    navigator.storage?.persist?.();
    await this.show();
  }

  // One tab at a time; the server knows an interview that comes twice all the same.
  async sendAll({ again = false } = {}) {
    const send = () => this.sendThose((interview) => again || !["refused", "bad"].includes(interview.outcome));
    if (!navigator.locks) return send();
    return navigator.locks.request("pamoja-sending", { ifAvailable: !again }, (lock) => lock && send());
  }

  async sendThose(wanted) {
    clearTimeout(this.timer);
    for (const interview of (await this.mine()).filter(wanted)) {
      const said = await deliver(interview);
      if (said.outcome === "taken" || said.outcome === "kept") await outbox.forget(interview.id);
      else await outbox.keep({ ...interview, ...said });
      this.say(said);
      await this.show();
      if (said.outcome === "later" || said.outcome === "signed-out") return this.sendLater();
    }
    this.pause = SOON_MS;
  }

  sendLater() {
    this.timer = setTimeout(() => this.sendAll(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_MS);
  }

  say({ outcome, message }) {
    this.root.querySelector("[data-said]").textContent = message || this.root.dataset[words(outcome)] || "";
  }

  async mine() {
    return (await outbox.all()).filter((interview) => interview.user === this.user);
  }

  async show() {
    const everybodys = await outbox.all();
    const mine = everybodys.filter((interview) => interview.user === this.user);
    this.list.replaceChildren(...mine.map((interview) => this.item(interview)));
    this.root.querySelector("[data-none]").hidden = mine.length > 0;
    this.root.querySelector("[data-send]").hidden = mine.length === 0;
    this.root.querySelector("[data-others]").hidden = mine.length === everybodys.length;
    this.root.dataset.waiting = mine.length;
  }

  item(interview) {
    const item = this.row.content.cloneNode(true);
    const time = item.querySelector("time");
    time.dateTime = new Date(interview.keptAt).toISOString();
    time.textContent = new Date(interview.keptAt).toLocaleString(`${document.documentElement.lang}-KE`);
    item.querySelector("[data-label]").textContent = interview.label;
    item.querySelector("[data-state]").textContent =
      interview.message || this.root.dataset[words(interview.outcome)] || this.root.dataset.saysWaiting;
    item.querySelector("[data-copy]").addEventListener("click", () => save(interview));
    const remove = item.querySelector("[data-remove]");
    remove.hidden = !["refused", "bad"].includes(interview.outcome);
    remove.addEventListener("click", () => this.remove(interview));
    return item;
  }

  async remove(interview) {
    if (!confirm(this.root.dataset.reallyRemove)) return;
    await outbox.forget(interview.id);
    await this.show();
  }
}

// "signed-out" → root.dataset.saysSignedOut
function words(outcome) {
  return `says-${outcome}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

// A copy as a phone would have it on its card: it can be sent from "Send a batch" too.
function save(interview) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([interview.xml], { type: "text/xml" }));
  link.download = `${interview.id.replace("uuid:", "")}.xml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
