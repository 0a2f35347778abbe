// "Keep on this phone": says how much it will load, loads it when that is agreed to, and says what is kept.
import { Ended, keep, planOf } from "./keeping.js";
import { canKeep, one, remove } from "./store.js";
import { ageOf, sizeOf } from "./words.js";

const place = document.querySelector("[data-keep]");
const words = place.dataset;
const reader = document.querySelector("meta[name=reader]").content;
const find = (name) => place.querySelector(`[data-${name}]`);
let plan;

if (canKeep()) {
  place.hidden = false;
  find("ask").querySelector("button").addEventListener("click", () => attempt(ask));
  find("agree").addEventListener("click", () => attempt(load));
  find("refuse").addEventListener("click", show);
  find("remove").addEventListener("click", () => remove(words.keep).then(show));
  show();
}

async function show() {
  const kept = await one(words.keep);
  only(kept ? "kept" : "ask");
  if (!kept) return;
  find("kept").querySelector("p").textContent = `${words.isKept} ${ageOf(kept, words).text}`;
}

async function ask() {
  only("working");
  find("says").textContent = words.asking;
  plan = await planOf(words.keep);
  if (plan.is_too_large) return fail(words.tooLarge);
  only("agreeing");
  find("size-text").textContent = words.size.replace("{size}", sizeOf(plan.bytes));
  find("without-numbers").hidden = plan.has_numbers;
  find("agree").focus();
}

async function load() {
  only("working");
  const bar = find("bar");
  navigator.storage?.persist?.();
  await keep(plan, reader, (done, total) => {
    bar.value = done / total;
    find("says").textContent = words.loading.replace("{done}", sizeOf(done)).replace("{size}", sizeOf(total));
  });
  await show();
}

async function attempt(act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof Ended) await remove(words.keep);
    fail(error.sentence || (error.name === "QuotaExceededError" ? words.noRoom : words.failed));
  }
}

function fail(sentence) {
  only("ask");
  find("trouble").hidden = false;
  find("trouble").textContent = `✕ ${sentence}`;
}

function only(name) {
  for (const each of ["ask", "agreeing", "working", "kept", "trouble"]) find(each).hidden = each !== name;
}
