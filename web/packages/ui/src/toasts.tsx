import { lazy, Suspense } from "react";
import { useLatestToast } from "./toast";

const ToastRegion = lazy(() => import("./toast-region"));

/** Place it once near the root. */
export function Toasts() {
  const latest = useLatestToast();
  if (!latest) return null;
  return (
    <Suspense>
      <ToastRegion />
    </Suspense>
  );
}
