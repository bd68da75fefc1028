import { useMatches } from "@tanstack/react-router";
import { EmptyState } from "@tessera/ui";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Page } from "./page";
import { pageAt } from "./pages";
import { usePermissions } from "./permissions";

/** Shows a page only to whoever may see it; the others learn that it exists and whom to ask. */
export function Allowed({ children }: { children: ReactNode }) {
  const can = usePermissions();
  const place = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? "" });
  const page = pageAt(place);
  if (!page?.needs || can(page.needs)) return children;
  return <Forbidden title={page.label} />;
}

export function Forbidden({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Page title={title}>
      <EmptyState icon={Lock} title="Your role does not include this">
        {children ?? "Whoever manages the members of this organisation can give you another one."}
      </EmptyState>
    </Page>
  );
}
