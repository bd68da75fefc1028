import { useEffect } from "react";

/** Keeps the screen on while the page is shown. Browsers drop the lock with the tab, so it is asked for again. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const hold = async () => {
      if (document.hidden) return;
      // Refused on low battery and by older browsers: the door works all the same.
      lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
