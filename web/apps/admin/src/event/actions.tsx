import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys } from "@tessera/client";
import { Button, buttonClass, CopyButton, Menu, MenuItem } from "@tessera/ui";
import { CalendarX2, CopyPlus, Ellipsis, ExternalLink, Eye, EyeOff, FlaskConical, ScanEye } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../app/permissions";

const CancelEvent = lazy(() => import("./cancel-event"));
const CopyEvent = lazy(() => import("./copy-event"));
const TestModeDialog = lazy(() => import("./test-mode"));
const PreviewAs = lazy(() => import("./preview-as"));

type Panel = "cancel" | "copy" | "preview" | "test";

/** What can be done with an event as a whole: look at its page, copy it, take it off sale, call it off. */
export function Actions({ org, event }: { org: string; event: Event }) {
  const client = useQueryClient();
  const unpublish = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/organisations/{org}/events/{event}/unpublish", {
        params: { path: { org, event: event.slug } },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const mayPublish = useCan("events.publish");
  const mayCreate = useCan("events.create");
  const [panel, setPanel] = useState<Panel | null>(null);
  const close = () => setPanel(null);
  const live = event.status === "live";
  return (
    <>
      {live && <CopyButton text={event.public_url} label="Copy link" size="md" className="max-sm:hidden" />}
      <PageLink event={event} />
      {event.template && mayCreate && (
        <Button variant="primary" onClick={() => setPanel("copy")}>
          New event from it
        </Button>
      )}
      <Menu
        trigger={
          <Button variant="quiet" size="icon" aria-label="More actions" busy={unpublish.isPending}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setPanel("preview")}>
          <ScanEye aria-hidden /> Preview as a buyer…
        </MenuItem>
        {mayCreate && (
          <MenuItem onSelect={() => setPanel("copy")}>
            <CopyPlus aria-hidden /> Copy event…
          </MenuItem>
        )}
        {mayPublish && !event.template && event.status !== "cancelled" && (
          <MenuItem onSelect={() => setPanel("test")}>
            <FlaskConical aria-hidden /> {event.test_mode ? "End test mode…" : "Test mode…"}
          </MenuItem>
        )}
        {live && mayPublish && (
          <>
            <MenuItem onSelect={() => unpublish.mutate()}>
              <EyeOff aria-hidden /> Unpublish and stop the sale
            </MenuItem>
            <MenuItem tone="danger" onSelect={() => setPanel("cancel")}>
              <CalendarX2 aria-hidden /> Call the event off
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense>
        {panel === "cancel" && <CancelEvent org={org} event={event} onClose={close} />}
        {panel === "test" && <TestModeDialog org={org} event={event} onClose={close} />}
        {panel === "copy" && <CopyEvent org={org} event={event} onClose={close} />}
        {panel === "preview" && <PreviewAs event={event} onClose={close} />}
      </Suspense>
    </>
  );
}

/** To what guests see, or will see: an event that was called off keeps its page, which says so. */
function PageLink({ event }: { event: Event }) {
  if (event.preview_url) {
    return (
      <a href={event.preview_url} className={buttonClass({ variant: "secondary" })}>
        <Eye aria-hidden /> Preview
      </a>
    );
  }
  if (!event.published_at) return null;
  return (
    <a href={event.public_url} className={buttonClass({ variant: "secondary" })}>
      <ExternalLink aria-hidden /> Event page
    </a>
  );
}
