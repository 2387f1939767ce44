# `deploy/by_hand.ts` reads this file and does the same in a folder, without a Docker engine.
# The link puts Deno itself in the place of a script that would start it: that one passes on no signal, so nothing would drain.
# Two stages: the first installs and builds, the second runs as an unprivileged user with what it needs and no more.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
RUN npm install --global --no-audit --no-fund deno@2.9.6 \
  && ln -sf ../lib/node_modules/deno/deno "$(npm prefix --global)/bin/deno"
COPY deno.json deno.lock package.json ./
COPY packages ./packages
RUN deno install --frozen
COPY . .
RUN deno task build

FROM node:22-bookworm-slim
RUN npm install --global --no-audit --no-fund deno@2.9.6 \
  && ln -sf ../lib/node_modules/deno/deno "$(npm prefix --global)/bin/deno"
RUN useradd --system --create-home --uid 10001 freshet \
  && mkdir /data && chown freshet /data && chmod 700 /data
WORKDIR /app
COPY --from=build /app /app
ENV HOST=0.0.0.0 PORT=8000 FRESHET_DATA=/data NODE_ENV=production LOG_FORMAT=json
USER freshet
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["deno", "eval", "const r = await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/health/live`); Deno.exit(r.ok ? 0 : 1)"]
CMD ["deno", "run", "-A", "--node-modules-dir=manual", "--cached-only", "--frozen", "serve.ts"]
