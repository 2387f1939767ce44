import type { PageProps } from "fresh";
import { asset } from "fresh/runtime";
import { InlineIcons } from "@/components/icons/InlineIcons.tsx";
import type { State } from "@/lib/define.ts";
import { chooseLocale } from "@/lib/i18n/locale.ts";

const LANGUAGE_TAGS = { en: "en", zh: "zh-Hans" } as const;

/** The document around every page. Theme, density and motion are attributes, so that no script has to set them. */
export default function AppDocument({ Component, state, req }: PageProps<unknown, State>) {
  const settings = state.signedIn?.settings ?? {};
  // A request can fail before anyone has looked at its languages.
  const locale = state.locale ?? chooseLocale(req.headers.get("accept-language"));
  const theme = settings.theme === "light" || settings.theme === "dark" ? settings.theme : undefined;
  return (
    <html
      lang={LANGUAGE_TAGS[locale]}
      data-theme={theme}
      data-density={settings.density === "compact" ? "compact" : undefined}
      data-motion={settings.reduceMotion ? "less" : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <title>Freshet</title>
        {/* All of static/css in one: lib/build/styles.ts. */}
        <link rel="stylesheet" href={asset("/css/app.css")} />
        <link
          rel="icon"
          href={asset("/favicon.svg")}
          data-badge={asset("/favicon-badge.svg")}
          type="image/svg+xml"
          sizes="any"
        />
        <link rel="icon" href={asset("/favicon-32.png")} type="image/png" sizes="32x32" />
        <link rel="apple-touch-icon" href={asset("/icon-180.png")} />
        <link rel="manifest" href={asset("/manifest.webmanifest")} />
        <meta name="theme-color" content="#0e323e" />
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        <InlineIcons />
        <Component />
      </body>
    </html>
  );
}
