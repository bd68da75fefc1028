import { Alert, Badge, Button, buttonClass, CopyButton, Kbd, Tag, TextLink, type Tone } from "@tessera/ui";
import { Ellipsis, Plus, RotateCw } from "lucide-react";
import { Exhibit } from "./exhibit";

const variants = ["primary", "secondary", "quiet", "danger"] as const;
const sizes = ["sm", "md", "lg"] as const;
const tones: Tone[] = ["neutral", "brand", "success", "warning", "danger", "info"];
const alertTones = ["info", "success", "warning", "danger"] as const;

/** Buttons, links, keys, badges, alerts. */
export function Actions() {
  return (
    <>
      <Exhibit name="Button" wide>
        {variants.map((variant) => (
          <div key={variant} className="flex flex-wrap items-center gap-3">
            {sizes.map((size) => (
              <Button key={size} variant={variant} size={size}>
                <Plus aria-hidden /> {variant} {size}
              </Button>
            ))}
            <Button variant={variant} busy>
              {variant} busy
            </Button>
            <Button variant={variant} size="icon" aria-label={`${variant} icon`}>
              <Ellipsis aria-hidden />
            </Button>
            <Button variant={variant} size="icon-sm" aria-label={`${variant} small icon`}>
              <Ellipsis aria-hidden />
            </Button>
            <a href="#content" className={buttonClass({ variant })}>
              {variant} address
            </a>
          </div>
        ))}
        <Button className="max-w-60 self-start">
          <span className="truncate">A name that is far too long for the button it stands on</span>
        </Button>
      </Exhibit>
      <Exhibit name="Link, key, copy">
        <p>
          A sentence with <TextLink href="#content">a link</TextLink> in it.
        </p>
        <p className="flex items-center gap-1">
          <Kbd>Ctrl</Kbd> <Kbd>K</Kbd> <Kbd>?</Kbd>
        </p>
        <CopyButton text="copied" label="Copy link" />
        <CopyButton text="copied" label="Copy id" size="icon" />
      </Exhibit>
      <Exhibit name="Badge and tag">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Tag>Early bird</Tag>
        <Tag>تذكرة</Tag>
      </Exhibit>
      <Exhibit name="Alert" wide>
        {alertTones.map((tone) => (
          <Alert
            key={tone}
            tone={tone}
            title={`Something to know (${tone})`}
            action={
              <Button>
                <RotateCw aria-hidden /> Try again
              </Button>
            }
          >
            What it means and what helps, in one or two sentences that may well run over the end of the line.
          </Alert>
        ))}
        <Alert tone="info" title="Only a title" />
        <Alert tone="warning">Only a text.</Alert>
      </Exhibit>
    </>
  );
}
