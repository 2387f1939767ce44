import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";
import { Mark } from "./Mark.tsx";

export interface EntranceProps {
  readonly headline: string;
  readonly line: string;
  /** The other language's name, and where it leads. */
  readonly language: { readonly label: string; readonly href: string; readonly tag: string };
  readonly languageLabel: string;
  readonly foot: string;
  readonly children: ComponentChildren;
}

/** The pages before signing in: deep water at the side, a form in the middle. */
export function Entrance({ headline, line, language, languageLabel, foot, children }: EntranceProps) {
  return (
    <div class="entrance">
      <header class="water">
        <p class="brand">
          <Mark />Freshet
        </p>
        <Flow />
        <div class="words">
          <p class="headline">{headline}</p>
          <p>{line}</p>
        </div>
      </header>
      <div class="gate">
        <nav class="language" aria-label={languageLabel}>
          <a aria-current="false" href={language.href} lang={language.tag} hreflang={language.tag}>
            <Icon name="globe" />
            {language.label}
          </a>
        </nav>
        <main id="main">{children}</main>
        <footer class="hint">{foot}</footer>
      </div>
    </div>
  );
}

const LINES = 12;
const WAVE = "M0 51c12-5 22-7 34-7 46 0 81 38 131 38C230 82 280 0 347 0c33 0 61 10 85 23";

/** Lines of a river that thin out downstream. */
function Flow() {
  return (
    <svg class="flow" viewBox="0 0 432 440" preserveAspectRatio="none" aria-hidden="true">
      {Array.from(
        { length: LINES },
        (_, index) => (
          <path
            key={index}
            d={WAVE}
            transform={`translate(0 ${index * 31})`}
            opacity={1 - index * 0.065}
          />
        ),
      )}
    </svg>
  );
}
