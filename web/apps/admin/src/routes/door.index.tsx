import { createFileRoute, redirect } from "@tanstack/react-router";
import { ApiProblem } from "@tessera/client";
import { Alert } from "@tessera/ui";
import { Gate } from "../app/gate";
import { enterDoor, leaveDoor } from "../door/device";

/** Where links for door staff lead: in, or a word about why not. */
export const Route = createFileRoute("/door/")({
  beforeLoad: async ({ context }) => {
    const device = await enterDoor(context.queryClient).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 401) {
        leaveDoor();
        return "over" as const;
      }
      throw error;
    });
    if (device && device !== "over") {
      throw redirect({ to: "/door/$org/$event", params: { org: device.org, event: device.event }, replace: true });
    }
    return { over: device === "over" };
  },
  component: NoDoor,
});

function NoDoor() {
  const { over } = Route.useRouteContext();
  return (
    <Gate title="Door">
      {over ? (
        <Alert tone="warning" title="This link is over">
          It ended, or somebody revoked it. Ask whoever runs the event for a new one.
        </Alert>
      ) : (
        <Alert title="Open your link once more">
          Scan the code, or open the link, that whoever runs the event gave you.
        </Alert>
      )}
    </Gate>
  );
}
