import { type ReactNode, useEffect } from "react";
import { Mark } from "./mark";

/** The frame of the few screens outside the admin proper: a single column, one task. */
export function Gate({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Tessera`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1} className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-5 py-10 sm:py-20">
      <p className="flex items-center gap-2.5 pb-10 text-lg font-semibold">
        <Mark className="size-6" /> Tessera
      </p>
      <h1 tabIndex={-1} className="text-2xl font-semibold text-balance">
        {title}
      </h1>
      {intro && <div className="mt-1.5 text-ink-2">{intro}</div>}
      <div className="mt-7">{children}</div>
    </main>
  );
}
