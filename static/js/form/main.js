// The page for typing interviews in: the form, and below it what the server does not have yet.
import { Waiting } from "./waiting.js";

const start = JSON.parse(document.getElementById("form-start").textContent);
const page = document.querySelector("[data-form-page]");
const place = page.querySelector("[data-form]");
const waiting = new Waiting(document.querySelector("[data-waiting-list]"), start.user);
let touched = false;

async function begin() {
  const [{ openForm }, xform] = await Promise.all([import("./engine.js"), textOf(start.xform)]);
  const form = openForm(place, {
    xform,
    user: start.user,
    name: start.name,
    fetchFile: (name) => there(start.media + encodeURIComponent(name)),
    answers: start.interview ? await answersOf() : null,
    finished: async (interview) => {
      const isKept = await keptOrSent({ ...interview, send: start.send });
      if (!isKept) return false;
      touched = false;
      if (start.interview) return done(form);
      window.scrollTo(0, 0);
      return true;
    },
  });
  page.querySelector("[data-loading]").hidden = true;
  place.addEventListener("input", () => (touched = true));
  window.addEventListener("beforeunload", (event) => touched && event.preventDefault());
}

// Fetched before the form opens: what is to be corrected must not come back empty over a weak network.
async function answersOf() {
  const xml = await textOf(start.interview);
  return {
    resolveInstance: () => xml,
    attachmentFileNames: start.files,
    resolveAttachment: (name) => there(start.attachments + encodeURIComponent(name)),
  };
}

// Whether the form may let go of it. A browser that keeps nothing sends at once, and holds on until it went.
async function keptOrSent(interview) {
  try {
    await waiting.add(interview);
    waiting.say({ outcome: "waiting" });
    waiting.sendAll();
    return true;
  } catch {
    const { deliver } = await import("./sending.js");
    const said = await deliver(interview);
    const isThere = said.outcome === "taken" || said.outcome === "kept";
    waiting.say(isThere ? said : { outcome: "not-kept" });
    return isThere;
  }
}

function done(form) {
  form.unmount();
  page.querySelector("[data-done]").hidden = false;
  return false;
}

const textOf = async (address) => (await there(address)).text();

// The engine takes whatever comes: a page that asks to sign in would become a picture of the interview.
async function there(address) {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer;
}

begin().catch((error) => {
  console.error(error);
  page.querySelector("[data-loading]").hidden = true;
  page.querySelector("[data-missing]").hidden = false;
});
waiting.show().then(() => waiting.sendAll(), console.error);
