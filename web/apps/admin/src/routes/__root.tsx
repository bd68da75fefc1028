import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { OfflineBanner } from "../app/offline-banner";
import { useRouteFocus } from "../app/route-focus";
import { StepUp } from "../app/step-up/step-up";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

function Root() {
  useRouteFocus();
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded-input bg-brand px-4 py-2 font-semibold text-on-brand focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-60"
      >
        Skip to content
      </a>
      <OfflineBanner />
      <Outlet />
      <StepUp />
    </>
  );
}
