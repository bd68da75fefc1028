export type Theme = "system" | "light" | "dark";

const storageKey = "tessera.theme";

export function currentTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Applies and remembers the choice; "system" follows the device. */
export function applyTheme(theme: Theme = currentTheme()): void {
  if (theme === "system") {
    localStorage.removeItem(storageKey);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(storageKey, theme);
    document.documentElement.dataset.theme = theme;
  }
}
