import type { ReactNode } from "react";

/** One component of the gallery with its states side by side. */
export function Exhibit({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <section aria-label={name} data-exhibit={name} className="border-t border-line py-6">
      <h2 className="pb-4 text-lg font-semibold">{name}</h2>
      <div className={wide ? "flex flex-col gap-5" : "flex flex-wrap items-start gap-x-4 gap-y-5"}>{children}</div>
    </section>
  );
}
