// ODK's form writes <style> elements as it goes. The content security policy takes none without the page's
// nonce, so every one gets it; import this before the form.
const { nonce } = document.querySelector("script[nonce]");
const create = document.createElement;

document.createElement = function (name, options) {
  const element = create.call(this, name, options);
  if (String(name).toLowerCase() === "style") element.nonce = nonce;
  return element;
};
