import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { ApiProblem } from "@tessera/client";
import { sessionQuery } from "../../lib/queries";

/** Everything that needs somebody signed in. */
export const Route = createFileRoute("/_in")({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery()).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 401) {
        throw redirect({ to: "/sign-in", search: { next: location.href } });
      }
      throw error;
    });
    return { session };
  },
  component: Outlet,
});
