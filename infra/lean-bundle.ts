import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/*
 * What libraries bring along and no Lambda of ours needs, left out of the bundles: it would be read and compiled at every
 * cold start. Each of these is a module that is replaced or made smaller as a whole; if a new version of a library moves it,
 * test/infra/bundle-size.test.ts says so.
 */

/**
 * Lambda hands a function its credentials in the environment, so that the chain of the other places to look in (profiles,
 * SSO, web identities, instance metadata, each with a client of its own) is never gone through.
 */
const credentialsOfEnvironment: Plugin = {
  name: 'credentials-of-environment',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path: name }) => ({ path: name, namespace: 'environment' }));
    build.onLoad({ filter: /./, namespace: 'environment' }, () => ({
      contents: "import { fromEnv } from '@aws-sdk/credential-provider-env'; export const defaultProvider = (init) => fromEnv(init);",
      resolveDir: path.dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')),
    }));
  },
};

/** Of the package.json of a client its version is asked for, to name it to the service. */
const versionsAlone: Plugin = {
  name: 'versions-alone',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, ({ path: file }) => {
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * The schemas of all operations of a service stand in one file. Their keys are computed from constants, which hinders
 * esbuild from dropping those that nobody uses: so each key is written out.
 */
const schemasOfOperationsInUse: Plugin = {
  name: 'schemas-of-operations-in-use',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      const constants = new Map([...text.matchAll(/^const (_\w+) = ("[^"]+");$/gm)].map(([, name = '', value = '']) => [name, value]));
      return { contents: text.replace(/\[(_\w+)\]: /g, (key, name: string) => (constants.has(name) ? `${constants.get(name)}: ` : key)), loader: 'js' };
    });
  },
};

/** No operation of ours is a stream of events; the client would load it only for one that is. */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
};

/** DynamoDB's client can ask which endpoints there are, and keep the answers in a cache; it does so only where it is told to. */
const noEndpointDiscovery: Plugin = {
  name: 'no-endpoint-discovery',
  setup(build) {
    build.onResolve({ filter: /^mnemonist\/lru-cache/ }, ({ path: name }) => ({ path: name, namespace: 'endpoints' }));
    build.onLoad({ filter: /./, namespace: 'endpoints' }, () => ({ contents: 'module.exports = class extends Map { constructor() { super(); } };', loader: 'js' }));
  },
};

export const leanBundle: readonly Plugin[] = [credentialsOfEnvironment, versionsAlone, schemasOfOperationsInUse, noEventStreams, noEndpointDiscovery];
