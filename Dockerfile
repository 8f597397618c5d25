# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /countersign
COPY package.json package-lock.json .npmrc ./
COPY console/package.json console/
RUN npm ci
COPY .swcrc tsconfig.json ./
COPY migrations migrations
COPY src src
COPY scripts scripts
COPY console console
# The demo and the test providers are part of the build elsewhere; they are not in the build context.
RUN npm run build && npm prune --omit=dev && node scripts/slim-modules.mjs node_modules && find dist -name '*.map' ! -path '*/joined/*' -delete

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /countersign
COPY --from=build /countersign/package.json ./
COPY --from=build /countersign/node_modules node_modules
COPY --from=build /countersign/dist/src dist/src
COPY --from=build /countersign/dist/migrations dist/migrations
COPY --from=build /countersign/dist/console dist/console
COPY LICENSE ./
# For the checkpoint that is kept outside the database. A named volume takes over the owner.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# Liveness only: a database that is away does not get better by restarting this process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
