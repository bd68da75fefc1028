import { useRefusedRemoval } from "../lib/removal";
import { ProblemAlert } from "./problem-alert";

/** Says above a list what could not be removed after all, and why. */
export function RemovalAlert() {
  const refused = useRefusedRemoval();
  if (!refused) return null;
  return <ProblemAlert error={refused.error} title={`${refused.title} could not be removed`} />;
}
