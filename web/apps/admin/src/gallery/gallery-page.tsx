import { DirectionProvider } from "@base-ui/react/direction-provider";
import { Link } from "@tanstack/react-router";
import { cn } from "@tessera/ui";
import { useEffect } from "react";
import { applyAppearance } from "../app/appearance";
import { Actions } from "./actions";
import { Fields } from "./fields";
import { Lists } from "./lists";
import { Overlays } from "./overlays";
import { States } from "./states";
import { Verdicts } from "./verdicts";

export interface Look {
  theme?: "light" | "dark" | undefined;
  dir?: "ltr" | "rtl" | undefined;
  density?: "comfortable" | "compact" | undefined;
  open?: "dialog" | "drawer" | "palette" | "toast" | undefined;
}

const choices = {
  theme: ["light", "dark"],
  dir: ["ltr", "rtl"],
  density: ["comfortable", "compact"],
} as const;

/** Every component of the design language, in the look that the address asks for. */
export function GalleryPage({ look }: { look: Look }) {
  const { theme, dir = "ltr", density, open } = look;
  useEffect(() => {
    document.title = "Gallery – Tessera";
    document.documentElement.dir = dir;
    applyAppearance(theme, density);
    return () => {
      document.documentElement.removeAttribute("dir");
      applyAppearance();
    };
  }, [theme, dir, density]);
  return (
    <DirectionProvider direction={dir}>
      <main id="content" className="mx-auto max-w-6xl px-4 py-6 md:px-8">
        <header className="flex flex-wrap items-center justify-between gap-4 pb-8">
          <h1 tabIndex={-1} className="text-2xl font-semibold">
            Gallery
          </h1>
          <nav aria-label="Look" className="flex flex-wrap gap-4">
            {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
              <ul key={name} className="flex gap-1">
                {choices[name].map((value) => (
                  <li key={value}>
                    <Link
                      to="/gallery"
                      search={{ ...look, [name]: value }}
                      replace
                      aria-current={look[name] === value ? "true" : undefined}
                      className={cn(
                        "flex h-8 items-center rounded-full border px-3",
                        look[name] === value ? "border-brand bg-brand-soft text-brand" : "border-line text-ink-2",
                      )}
                    >
                      {value}
                    </Link>
                  </li>
                ))}
              </ul>
            ))}
          </nav>
        </header>
        <Actions />
        <Fields />
        <States />
        <Lists />
        <Verdicts />
        <Overlays key={open} open={open} />
      </main>
    </DirectionProvider>
  );
}
