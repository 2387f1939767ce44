import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: "text" | "email" | "password" | "search" | "number";
  /** Several lines. */
  readonly rows?: number;
  readonly hint?: string;
  /** What was wrong with what was sent. */
  readonly problem?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly autofocus?: boolean;
  readonly placeholder?: string;
  /** Stands inside the field at its end, such as a button of an island. */
  readonly end?: ComponentChildren;
}

/** A labelled field with its hint or its error below, tied together for those who do not see it. */
export function Field(props: FieldProps) {
  const { name, label, hint, problem, end, rows } = props;
  const noteId = `${name}-note`;
  const control = {
    id: name,
    name,
    value: props.value ?? "",
    required: props.required,
    minLength: props.minLength,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    autofocus: props.autofocus || problem !== undefined,
    "aria-invalid": problem === undefined ? undefined : true,
    "aria-describedby": problem === undefined && hint === undefined ? undefined : noteId,
  } as const;
  return (
    <div class={problem === undefined ? "formfield" : "formfield wrong"}>
      <label for={name}>{label}</label>
      <div class="control">
        {rows === undefined
          ? (
            <input
              {...control}
              type={props.type ?? "text"}
              autocomplete={props.autocomplete}
              min={props.min}
              max={props.max}
              spellcheck={props.type === "email" ? false : undefined}
              dir={props.type === undefined || props.type === "text" ? "auto" : undefined}
            />
          )
          : <textarea {...control} rows={rows} dir="auto" />}
        {end}
      </div>
      {(problem !== undefined || hint !== undefined) && (
        <div class="note" id={noteId}>
          {problem !== undefined && (
            <p class="problem" role="alert">
              <Icon name="circle-alert" size={14} />
              {problem}
            </p>
          )}
          {hint !== undefined && <p class="hint">{hint}</p>}
        </div>
      )}
    </div>
  );
}

/** A refusal that belongs to no field, above the form. */
export function FormProblems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="formproblem" role="alert">
      {problems.map((problem) => (
        <p key={problem}>
          <Icon name="circle-alert" size={16} />
          {problem}
        </p>
      ))}
    </div>
  );
}
