import type { ReferenceEndpoint, ReferenceField } from "@/lib/http/api_reference.ts";

/** Everything about one endpoint: what to send, what comes back, what can go wrong, and a call to copy. */
export function EndpointCard({ endpoint }: { endpoint: ReferenceEndpoint }) {
  const { id, method, path, summary, description, isPublic, query, body, answers, failures, example } = endpoint;
  return (
    <article class="endpoint" id={id}>
      <h3>
        <code class="method" data-method={method}>{method}</code> <code>{path}</code>
      </h3>
      <p>{summary}.{isPublic && " Needs no token."} {description}</p>
      {query.length > 0 && <Fields title="In the address" fields={query} />}
      {body.length > 0 && <Fields title="In the body" fields={body} />}
      <pre>{example}</pre>
      {answers.map(({ status, text, fields }) => (
        <section key={status}>
          <p>
            <code>{status}</code> {text}
          </p>
          {fields.length > 0 && <Fields title="In the answer" fields={fields} />}
        </section>
      ))}
      {failures.length > 0 && (
        <ul class="failures">
          {failures.map(({ status, code, text }) => (
            <li key={code}>
              <code>{status}</code> <code>{code}</code> {text}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly ReferenceField[] }) {
  return (
    <table>
      <caption>{title}</caption>
      <tbody>
        {fields.map(({ name, type, isRequired, note }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{type}</code>
            </td>
            <td>{isRequired ? note : `${note}${note ? ". " : ""}Optional`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
