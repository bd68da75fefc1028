const storageKey = "tessera.reloaded-at";

/**
 * After an upgrade of the server the old route chunks are gone. Loading one fails, and one reload brings the
 * new version; the time mark stops a second reload when the chunk is really missing.
 */
export function reloadOnNewVersion(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < 60_000) return;
    event.preventDefault();
    sessionStorage.setItem(storageKey, String(Date.now()));
    window.location.reload();
  });
}
