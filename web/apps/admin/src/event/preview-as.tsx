import type { Event } from "@tessera/client";
import { Button, Dialog, Field, languageName, Select, TextInput, wallToInstant } from "@tessera/ui";
import { useState } from "react";
import { DateTime } from "./date-time";

/** The event's page as a buyer would see it at another time, in another language or with a voucher, in a new tab. */
export default function PreviewAs({ event, onClose }: { event: Event; onClose: () => void }) {
  const [at, setAt] = useState<string | null>(null);
  const [lang, setLang] = useState(event.locales[0] ?? "en");
  const [voucher, setVoucher] = useState("");
  const query = new URLSearchParams({
    lang,
    at: at ? wallToInstant(at, event.zone) : "now",
    ...(voucher.trim() && { voucher: voucher.trim() }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Preview as a buyer"
      description="What is for sale, and for how much, by the same rules that sell."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" type="submit" form="preview-as">
            Open preview
          </Button>
        </>
      }
    >
      <form
        id="preview-as"
        className="flex flex-col gap-5"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          window.open(`${event.public_url}?${query}`, "_blank", "noopener");
        }}
      >
        <Field label="When" name="at" group optional hint="Now, if you leave it empty.">
          <DateTime value={at} zone={event.zone} onChange={setAt} />
        </Field>
        <Field label="Language" name="lang">
          <Select value={lang} onChange={({ target }) => setLang(target.value)}>
            {event.locales.map((locale) => (
              <option key={locale} value={locale}>
                {languageName(locale)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Voucher" name="voucher" optional>
          <TextInput
            value={voucher}
            onChange={({ target }) => setVoucher(target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      </form>
    </Dialog>
  );
}
