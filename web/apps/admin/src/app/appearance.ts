import { recall, remember, useRemembered } from "../lib/remembered";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

const themeKey = "tessera.theme";
const densityKey = "tessera.density";

export const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "Like this device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export const densities: { value: Density; label: string }[] = [
  { value: "comfortable", label: "Comfortable rows" },
  { value: "compact", label: "Compact rows" },
];

const asTheme = (text: string | null): Theme => (text === "light" || text === "dark" ? text : "system");
const asDensity = (text: string | null): Density => (text === "compact" ? "compact" : "comfortable");

/** Puts what was chosen onto the page; "system" follows the device. */
export function applyAppearance(theme = asTheme(recall(themeKey)), density = asDensity(recall(densityKey))): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  if (density === "compact") dataset.density = density;
  else delete dataset.density;
}

/** How the admin looks in this browser, and the way to change it. */
export function useAppearance() {
  const [theme] = useRemembered(themeKey, "system");
  const [density] = useRemembered(densityKey, "comfortable");
  const choose = (key: string, value: string) => {
    remember(key, value);
    applyAppearance();
  };
  return {
    theme: asTheme(theme),
    density: asDensity(density),
    setTheme: (next: Theme) => choose(themeKey, next),
    setDensity: (next: Density) => choose(densityKey, next),
  };
}
