/**
 * Shared helpers for tests of the twin and the proxy: a started twin with an application, calls to it, the official
 * client.
 */
export { type GraphClientOptions, graphClient } from './graph-client.ts';
export { type HttpsInit, httpsFetch } from './https-fetch.ts';
export { allPermissions, type Graph, openGraph, rulesFolder, testClientId, testRole } from './open-graph.ts';
