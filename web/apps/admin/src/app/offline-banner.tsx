import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";

const subscribe = (changed: () => void) => {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
};

/** Says that what is shown may be old and that nothing can be saved right now. */
export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-2 text-warning">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          You are offline. You can read what is loaded; saving waits until the connection is back.
        </p>
      )}
    </div>
  );
}
