// PostGraphile over the public schema, with the pool size that the other servers have.
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

export default {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ connectionString: process.env.PEER_DATABASE_URL, schemas: ["public"], poolConfig: { max: 10 } }),
  ],
  grafserv: { host: "127.0.0.1", port: Number(process.env.PEER_PORT), graphqlPath: "/graphql", graphiql: false },
  grafast: { explain: false },
};
