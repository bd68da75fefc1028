import { useQuery } from "@tanstack/react-query";
import { Alert, CopyButton, formatCount, formatMoment } from "@tessera/ui";
import { auditChainQuery } from "./queries";

/** Whether the log can be trusted: how far it is sealed, and a signed head that an outsider can keep. */
export function ChainState({ org }: { org: string }) {
  const { data } = useQuery(auditChainQuery(org));
  if (!data) return null;
  const { sealed_to, sealed_at, waiting, head } = data;
  if (sealed_to === 0)
    return <Alert tone="info">Nothing is sealed yet; entries are a few seconds after they happen.</Alert>;
  return (
    <Alert
      tone="success"
      title={`${formatCount(sealed_to)} entries are sealed`}
      action={<CopyButton text={JSON.stringify(head, null, 2)} label="Copy the signed head" variant="secondary" />}
    >
      Each carries the fingerprint of the one before, so none can be changed or taken away unseen
      {sealed_at && `; last sealed ${formatMoment(sealed_at)}`}.
      {waiting > 0 &&
        ` ${waiting === 1 ? "1 entry waits" : `${formatCount(waiting)} entries wait`} for the next round.`}
    </Alert>
  );
}
