import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { ApiProblem, keys } from "@tessera/client";
import { PageSkeleton } from "@tessera/ui";
import { NotFoundPage, ProblemPage } from "./app/problem-page";
import { routeTree } from "./routeTree.gen";

/** A session that ended while the page was open: forget it, and the route guard asks to sign in again. */
function onError(error: unknown): void {
  if (!(error instanceof ApiProblem) || error.status !== 401) return;
  if (queryClient.getQueryData(keys.session()) === undefined) return;
  queryClient.removeQueries({ queryKey: keys.session() });
  void router.invalidate();
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 1 && error instanceof ApiProblem && error.retryable,
    },
  },
});

export const router = createRouter({
  routeTree,
  context: { queryClient },
  basepath: "/admin",
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingComponent: () => (
    <div className="mx-auto w-full max-w-6xl px-4 py-6 md:px-8">
      <PageSkeleton />
    </div>
  ),
  defaultErrorComponent: ProblemPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** The page's title in the browser tab, where it does not depend on data. */
    title?: string;
    /** The screen takes the whole window: no top bar, no sidebar. */
    bare?: boolean;
  }
}
