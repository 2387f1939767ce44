import { Head } from "fresh/runtime";

/** What the window's tab says. */
export function PageTitle({ title }: { readonly title: string }) {
  return (
    <Head>
      <title>{`${title} · Freshet`}</title>
    </Head>
  );
}
