import { setStepUp } from "@tessera/client";
import { lazy, Suspense, useEffect, useState } from "react";

const StepUpDialog = lazy(() => import("./step-up-dialog"));

/**
 * Waits for operations that want a recent proof of who one is, and asks for it. Those that come meanwhile wait for
 * the same answer.
 */
export function StepUp() {
  const [answer, setAnswer] = useState<((proved: boolean) => void) | null>(null);
  useEffect(() => {
    let waiting: Promise<boolean> | null = null;
    setStepUp(() => {
      waiting ??= new Promise<boolean>((resolve) => setAnswer(() => resolve)).finally(() => {
        waiting = null;
        setAnswer(null);
      });
      return waiting;
    });
    return () => setStepUp(null);
  }, []);
  if (!answer) return null;
  return (
    <Suspense>
      <StepUpDialog onAnswer={answer} />
    </Suspense>
  );
}
