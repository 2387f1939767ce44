import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { define } from "@/lib/define.ts";
import { apiReference } from "@/lib/http/api_reference.ts";
import { ENDPOINTS } from "@/lib/http/api/all.ts";
import { EndpointCard } from "./(_components)/EndpointCard.tsx";

export const handler = define.handlers({
  GET: (ctx) => page({ sections: apiReference(ENDPOINTS, ctx.state.origin) }),
});

export default define.page<typeof handler>(({ data, state }) => (
  <main class="reference" id="main">
    <Head>
      <title>API · Freshet</title>
      <link rel="stylesheet" href={asset("/css/reference.css")} />
    </Head>
    <h1>The API of Freshet</h1>
    <p>
      JSON over HTTP. Register or sign in to get a token, and send it with every call. Errors are{" "}
      <code>{'{"error": "a sentence", "code": "stable_code"}'}</code>; with status 429 or 503 the header{" "}
      <code>Retry-After</code> says when to come back. The same, for programs:{" "}
      <a href="/api/openapi.json">openapi.json</a>.
    </p>
    <pre>
      {`TOKEN=$(curl -s '${state.origin}/api/v1/auth/login' -H 'Content-Type: application/json' \\
  -d '{"email":"linmei@example.org","password":"…"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`}
    </pre>
    <nav aria-label="Endpoints">
      <ul>
        {data.sections.map(({ tag, endpoints }) => (
          <li key={tag}>
            <b>{tag}</b>
            <ul>
              {endpoints.map(({ id, method, path }) => (
                <li key={id}>
                  <a href={`#${id}`}>
                    <code>{method} {path}</code>
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
    {data.sections.map(({ tag, endpoints }) => (
      <section key={tag}>
        <h2>{tag}</h2>
        {endpoints.map((endpoint) => <EndpointCard key={endpoint.id} endpoint={endpoint} />)}
      </section>
    ))}
  </main>
));
