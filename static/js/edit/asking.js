// Questions to the server: JSON there, JSON back, and in plain words what went wrong on the way.
export class Unreachable extends Error {}
export class SignedOut extends Error {}

const headers = () => ({ "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") });

// { status, said }: 200 with what was asked for, or what is in the way under `problems`.
export async function ask(url, sent) {
  let response;
  try {
    response = await fetch(url, { method: "POST", headers: headers(), body: JSON.stringify(sent) });
  } catch {
    throw new Unreachable();
  }
  if ([403, 404].includes(response.status) || response.redirected) throw new SignedOut();
  const said = await response.json().catch(() => null);
  if (!said) throw new Unreachable();
  return { status: response.status, said };
}

export const fill = (sentence, params) => sentence.replace(/%\((\w+)\)s/g, (_all, name) => params[name] ?? "");
