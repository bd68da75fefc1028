import { Alert, Button, buttonClass, CopyButton, Dialog } from "@tessera/ui";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";

/** The codes, this once: to be copied, saved or printed before the dialog closes. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = `${codes.join("\n")}\n`;
  const [file, setFile] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    setFile(url);
    return () => URL.revokeObjectURL(url);
  }, [text]);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Your recovery codes"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Alert tone="warning" title="They are shown this once">
          Each works once, in place of a code from the app. Keep them where your device is not.
        </Alert>
        <ul className="flex flex-col gap-y-1 rounded-card border border-line p-4 font-code">
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={text} label="Copy all" variant="secondary" size="md" />
          <a href={file} download="tessera-recovery-codes.txt" className={buttonClass()}>
            <Download aria-hidden /> Save as a file
          </a>
        </div>
      </div>
    </Dialog>
  );
}
