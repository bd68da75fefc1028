// Passkeys on a guest's pages. Where the browser has none, their buttons stay hidden and the mailed link is the way.
const keys = globalThis.PublicKeyCredential;
const able = Boolean(keys?.parseCreationOptionsFromJSON && keys.parseRequestOptionsFromJSON);
for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = !able;

// The device is asked, and its answer goes where the form goes.
const form = document.querySelector("form[data-passkey]");
if (form && able) {
  const options = JSON.parse(form.dataset.options);
  const failed = document.querySelector("[data-failed]");
  const answer = () =>
    form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answer());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
  if (form.dataset.passkey === "get") form.requestSubmit();
}
