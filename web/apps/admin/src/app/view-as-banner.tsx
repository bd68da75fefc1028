import { useParams } from "@tanstack/react-router";
import { Button } from "@tessera/ui";
import { Eye } from "lucide-react";
import { useViewAs, viewAs } from "./view-as";

/** Says that parts of the admin are hidden on purpose, and ends that. */
export function ViewAsBanner() {
  const { org } = useParams({ strict: false });
  const role = useViewAs(org);
  return (
    <div role="status" className="print:hidden">
      {role && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-info-soft px-4 py-2 text-info">
          <Eye aria-hidden className="size-4 shrink-0" />
          <span>
            You see what <strong>{role.name}</strong> sees. Your own rights are untouched.
          </span>
          <Button size="sm" onClick={() => viewAs(null)}>
            Back to my own view
          </Button>
        </p>
      )}
    </div>
  );
}
