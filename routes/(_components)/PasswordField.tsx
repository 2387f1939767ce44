import { PasswordEye } from "@/islands/PasswordEye.tsx";
import type { PageText } from "@/lib/i18n/text.ts";
import { Field, type FieldProps } from "@/components/forms/Field.tsx";

export interface PasswordFieldProps extends Omit<FieldProps, "type" | "end" | "value"> {
  readonly text: PageText;
}

/** A field for a password, which can be looked at while it is typed. */
export function PasswordField({ text, ...field }: PasswordFieldProps) {
  return (
    <Field
      {...field}
      type="password"
      end={<PasswordEye field={field.name} show={text("password.show")} hide={text("password.hide")} />}
    />
  );
}
