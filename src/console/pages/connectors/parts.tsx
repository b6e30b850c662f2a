/** Path of a connector's page, or of a form about it. */
export const connectorPath = (name: string, act?: string): string =>
  `/connectors/${encodeURIComponent(name)}${act === undefined ? '' : `/${act}`}`;
