// Passkeys: [data-passkey="enter|second|show|add"] holds a button and the hidden fields "ceremony" and "credential". The
// button asks the server for a challenge, the browser for an answer, and sends the form. It stays hidden without script,
// and where the browser knows no passkeys.
import { $, $$ } from "./texts.js";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));

async function challenge(purpose, csrf) {
  const answer = await fetch("/account/passkeys/challenge", {
    method: "POST",
    headers: { "x-csrf-token": csrf, accept: "application/json" },
    body: new URLSearchParams({ purpose }),
  });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  return answer.json();
}

async function ask(purpose, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (purpose === "add") {
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = keys(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = keys(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

// As the standard writes an answer as JSON; not every browser has toJSON().
function written(answer) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer.response[name]) response[name] = text(answer.response[name]);
  }
  const transports = answer.response.getTransports?.();
  if (transports) response.transports = transports;
  return JSON.stringify({ id: answer.id, rawId: text(answer.rawId), type: answer.type, response, clientExtensionResults: {} });
}

for (const place of $$("[data-passkey]")) {
  if (!globalThis.PublicKeyCredential) break;
  const form = place.closest("form");
  const button = $("button", place);
  const failed = $(".error", place);
  place.hidden = false;
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const { ceremony, options } = await challenge(place.dataset.passkey, form.elements.csrf.value);
      form.elements.credential.value = written(await ask(place.dataset.passkey, options));
      form.elements.ceremony.value = ceremony;
      button.disabled = false;
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
