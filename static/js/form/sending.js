// One interview to the server, and what it said: {outcome, message}. `outcome` is the server's "taken", "kept",
// "refused" or "bad"; "signed-out"; or "later" where it could not be asked.
const LATER = { outcome: "later", message: "" };

export async function deliver(interview) {
  try {
    const answer = await post(interview, tokenIn(document));
    if (answer.status !== 403) return await told(answer);
    // Who signed in again in another tab has another token.
    return await told(await post(interview, await freshToken()));
  } catch {
    return LATER;
  }
}

function post(interview, token) {
  const data = new FormData();
  data.append("xml_submission_file", new Blob([interview.xml], { type: "text/xml" }), "interview.xml");
  interview.files.forEach(({ name, file }) => data.append(name, file, name));
  return fetch(interview.send, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
}

async function told(answer) {
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
    const said = await answer.json();
    if (said.outcome) return said;
  }
  if (answer.redirected || answer.status === 403) return { outcome: "signed-out", message: "" };
  return LATER;
}

async function freshToken() {
  const page = await (await fetch(location.href)).text();
  return tokenIn(new DOMParser().parseFromString(page, "text/html"));
}

function tokenIn(page) {
  return page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
