import {
  Checkbox,
  Combobox,
  ErrorSummary,
  Field,
  FieldSet,
  FileDrop,
  LocalizedInput,
  MoneyInput,
  NumberField,
  PercentInput,
  RadioGroup,
  Select,
  Switch,
  Textarea,
  TextInput,
} from "@tessera/ui";
import { useState } from "react";
import { DateTime } from "../event/date-time";
import { Exhibit } from "./exhibit";

const cities = ["Berlin", "Chennai", "القاهرة", "New York", "東京"].map((label) => ({ value: label, label }));
const grid = "grid w-full gap-5 sm:grid-cols-2 lg:grid-cols-3";

/** Every control: at rest, filled, with hint, wrong, not to be changed. */
export function Fields() {
  return (
    <>
      <Exhibit name="Error summary" wide>
        <ErrorSummary
          attempt={0}
          items={[{ name: "wrong", message: "Enter your name" }, { message: "Somebody else changed it" }]}
          correlationId="01JD3K7Z"
        />
      </Exhibit>
      <Exhibit name="Text input" wide>
        <div className={grid}>
          <Field label="Empty">
            <TextInput placeholder="Placeholder" />
          </Field>
          <Field label="Filled" hint="A hint stands before the input." optional>
            <TextInput defaultValue="Grace Hopper" />
          </Field>
          <Field label="Wrong" name="wrong" error="Enter your name">
            <TextInput />
          </Field>
          <Field label="Not to be changed" hint="Set by your sign-in provider.">
            <TextInput defaultValue="grace@example.org" disabled />
          </Field>
          <Field label="Long text" counter={{ length: 312, max: 300 }}>
            <Textarea rows={3} defaultValue="مرحبا بالعالم" dir="auto" />
          </Field>
          <Field label="Label for screen readers only" hideLabel>
            <TextInput type="password" defaultValue="secret" autoComplete="off" />
          </Field>
        </div>
      </Exhibit>
      <Choices />
      <Numbers />
      <Texts />
    </>
  );
}

function Choices() {
  const [radio, setRadio] = useState("everybody");
  const [on, setOn] = useState(true);
  const [city, setCity] = useState<string | null>("Berlin");
  return (
    <Exhibit name="Choices" wide>
      <div className={grid}>
        <Field label="Select">
          <Select defaultValue="b">
            <option value="a">First</option>
            <option value="b">Second</option>
          </Select>
        </Field>
        <Field label="Select, wrong" error="Choose a ticket">
          <Select>
            <option value="">Choose</option>
          </Select>
        </Field>
        <Field label="Combobox">
          <Combobox options={cities} value={city} onChange={setCity} />
        </Field>
        <Field label="Radio group" group>
          <RadioGroup
            name="gallery-radio"
            value={radio}
            onChange={setRadio}
            options={[
              { value: "everybody", label: "Everybody" },
              { value: "code", label: "Whoever has the code", hint: "The event page asks for it." },
            ]}
          />
        </Field>
        <div>
          <Checkbox label="Checked" defaultChecked />
          <Checkbox label="Not checked" hint="With a hint." />
          <Checkbox label="Not to be changed" disabled />
        </div>
        <div className="flex flex-col gap-3">
          <Switch checked={on} onCheckedChange={setOn} label="On and off" />
          <Switch checked={!on} onCheckedChange={(next) => setOn(!next)} label="Off and on" />
        </div>
      </div>
    </Exhibit>
  );
}

function Numbers() {
  const [count, setCount] = useState<number | null>(120);
  const [price, setPrice] = useState<number | null>(2450);
  const [share, setShare] = useState("12.5");
  const [when, setWhen] = useState<string | null>("2027-03-14T19:00");
  return (
    <Exhibit name="Numbers, money, time" wide>
      <div className={grid}>
        <Field label="How many">
          <NumberField value={count} onChange={setCount} />
        </Field>
        <Field label="How many, wrong" error="Enter a whole number">
          <NumberField value={Number.NaN} onChange={() => undefined} />
        </Field>
        <Field label="Price">
          <MoneyInput value={price} onChange={setPrice} currency="EUR" />
        </Field>
        <Field label="Price in yen">
          <MoneyInput value={1200} onChange={() => undefined} currency="JPY" />
        </Field>
        <Field label="Price in Kuwaiti dinars">
          <MoneyInput value={12_500} onChange={() => undefined} currency="KWD" />
        </Field>
        <Field label="Share">
          <PercentInput value={share} onChange={setShare} />
        </Field>
        <Field label="Share, wrong" error="Enter a share from 0 to 100">
          <PercentInput value="half" onChange={() => undefined} />
        </Field>
        <Field label="Starts" group>
          <DateTime value={when} onChange={setWhen} zone="Europe/Berlin" />
        </Field>
        <Field label="Starts, wrong" group error="Enter when the event starts">
          <DateTime value={null} onChange={() => undefined} zone="Asia/Kolkata" />
        </Field>
      </div>
    </Exhibit>
  );
}

function Texts() {
  const [text, setText] = useState<Record<string, string>>({ en: "Concert under the roof", ar: "" });
  return (
    <Exhibit name="Texts in languages, files, groups" wide>
      <FieldSet legend="A group of fields" hint="They belong together.">
        <div className={grid}>
          <Field label="Name">
            <LocalizedInput value={text} onChange={setText} locales={["en", "de", "ar"]} />
          </Field>
          <Field label="Description">
            <LocalizedInput value={text} onChange={setText} locales={["en"]} multiline rows={3} />
          </Field>
          <Field label="Image" hideLabel>
            <FileDrop
              accept="image/png"
              maxBytes={8_000_000}
              label="Choose an image"
              onFile={() => undefined}
              onRefuse={() => undefined}
            />
          </Field>
          <Field label="Image, on its way" hideLabel>
            <FileDrop
              accept="image/png"
              maxBytes={8_000_000}
              busy
              label="Choose another image"
              onFile={() => undefined}
              onRefuse={() => undefined}
            />
          </Field>
        </div>
      </FieldSet>
    </Exhibit>
  );
}
