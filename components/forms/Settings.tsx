import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";

/** Settings that belong together, in one card under a heading. */
export function SettingsGroup({ title, children }: { readonly title?: string; readonly children: ComponentChildren }) {
  return (
    <section class="group">
      {title !== undefined && <h2>{title}</h2>}
      <div class="rowsbox">{children}</div>
    </section>
  );
}

export interface SettingRowProps {
  readonly title: string;
  readonly help?: string;
  /** Id of the control, when it is one. */
  readonly for?: string;
  readonly children: ComponentChildren;
}

/** One setting: what it is at the left, its control at the right. */
export function SettingRow({ title, help, children, for: target }: SettingRowProps) {
  return (
    <div class="setting">
      <div>
        {target === undefined ? <p class="name">{title}</p> : <label class="name" for={target}>{title}</label>}
        {help !== undefined && <p class="hint">{help}</p>}
      </div>
      {children}
    </div>
  );
}

export interface SwitchRowProps {
  readonly name: string;
  readonly title: string;
  readonly help?: string;
  readonly on: boolean;
}

/** A setting that is on or off. */
export function SwitchRow({ name, title, help, on }: SwitchRowProps) {
  return (
    <SettingRow title={title} help={help} for={name}>
      <input class="switch" type="checkbox" role="switch" id={name} name={name} value="on" checked={on} />
    </SettingRow>
  );
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SegmentsProps<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
}

/** A few choices side by side. */
export function Segments<T extends string>({ name, legend, choices, value }: SegmentsProps<T>) {
  return (
    <fieldset class="segments">
      <legend class="vh">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" class="vh" name={name} value={choice.value} checked={choice.value === value} />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A choice from a list. */
export function Select<T extends string>(
  { name, choices, value, label }: Omit<SegmentsProps<T>, "legend"> & { readonly label?: string },
) {
  return (
    <span class="select">
      <select name={name} id={name} aria-label={label}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>{choice.label}</option>
        ))}
      </select>
      <Icon name="chevron-down" size={16} />
    </span>
  );
}
