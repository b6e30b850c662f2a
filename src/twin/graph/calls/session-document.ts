import type { CallRecords } from '@microsoft/microsoft-graph-types';
import { type Call, type CallParticipant, isoSeconds, minuteMs, type Organization } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';
import { identitySet } from './identities.ts';

/** One participant's connection to the call. */
export type Session = { readonly call: Call; readonly place: number; readonly participant: CallParticipant };

export const sessionsOf = (call: Call): readonly Session[] =>
  call.participants.map((participant, place) => ({ call, place, participant }));

const guidOf = ({ call, place }: Session, organization: Organization, part: string): string =>
  organization.dice(`${part} ${place} of ${call.id}`).guid();

const endpoint = ({ participant, place }: Session, organization: Organization): CallRecords.Endpoint & Json => {
  const identity = identitySet(participant, organization);
  return {
    '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
    name: `${organization.domain.split('.')[0]?.toUpperCase()}-LT-${place}`,
    cpuName: 'Processor 8-core',
    cpuCoresCount: 8,
    cpuProcessorSpeedInMhz: 2_400,
    userAgent: {
      '@odata.type': '#microsoft.graph.callRecords.clientUserAgent',
      headerValue: 'RTCC/7.0.0.0 UCWA/7.0.0.0 AndroidTeams',
      platform: 'windows',
      productFamily: 'teams',
      applicationVersion: '16.0.14131.20278',
      azureADAppId: null,
      communicationServiceId: null,
    } as Json,
    identity,
    associatedIdentity: (identity.user ?? {}) as Json,
    feedback: {
      rating: 'poor',
      text: `I could not hear ${organization.busiest.displayName}`,
      tokens: { wasMyVoiceNotHeard: true } as Json,
    },
  };
};

const server: CallRecords.Endpoint & Json = {
  '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint',
  userAgent: {
    '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent',
    headerValue: 'RTCC/7.0.0.0 MCU',
    applicationVersion: '7.0.0.0',
    role: 'skypeForBusinessAudioVideoMcu',
  } as Json,
};

const network = ({ place }: Session): CallRecords.NetworkInfo => ({
  connectionType: place % 3 === 0 ? 'wired' : 'wifi',
  ipAddress: `192.0.2.${place % 250}`,
  subnet: '192.0.2.0',
  linkSpeed: 1_000_000,
  port: 50_000 + place,
  reflexiveIPAddress: `203.0.113.${place % 250}`,
  relayIPAddress: '198.51.100.9',
  relayPort: 3_478,
  macAddress: `00-00-5E-00-53-${(place % 256).toString(16).padStart(2, '0').toUpperCase()}`,
  wifiBand: 'frequency50GHz',
  wifiRadioType: 'wifi80211ac',
  wifiChannel: 36,
  wifiSignalStrength: 82,
  basicServiceSetIdentifier: '00-00-5E-00-53-01',
  dnsSuffix: 'corp.harbor.example',
  networkTransportProtocol: 'udp',
  bandwidthLowEventRatio: 0,
  traceRouteHops: [{ hopCount: 1, ipAddress: '192.0.2.1', roundTripTime: 'PT0.002S' }],
});

const media = (session: Session, organization: Organization): CallRecords.Media => {
  const dice = organization.dice(`media ${session.place} of ${session.call.id}`);
  return {
    label: 'main-audio',
    callerNetwork: network(session),
    calleeNetwork: network(session),
    callerDevice: {
      captureDeviceName: dice.pick(organization.book.devices),
      renderDeviceName: dice.pick(organization.book.devices),
      captureDeviceDriver: 'usbaudio.sys',
      receivedSignalLevel: -20.5,
    },
    calleeDevice: { renderDeviceName: 'Default output' },
    streams: [
      {
        streamId: String(dice.between(1_000_000_000, 2_147_483_647)),
        startDateTime: isoSeconds(session.call.start),
        endDateTime: isoSeconds(session.call.end),
        streamDirection: 'callerToCallee',
        audioCodec: 'satin',
        averageJitter: 'PT0.043S',
        maxJitter: 'PT0.109S',
        averagePacketLossRate: 0.02,
        averageRoundTripTime: 'PT0.061S',
        packetUtilization: 67_123,
        wasMediaBypassed: false,
      },
    ],
  };
};

const isHost = ({ place }: Session): boolean => place === 0;

/** The only segment of a session, during which media flowed. */
export const segmentDocument = (session: Session, organization: Organization): Json => {
  const segment: CallRecords.Segment = {
    id: guidOf(session, organization, 'segment'),
    startDateTime: isoSeconds(session.call.start + (isHost(session) ? 0 : minuteMs)),
    endDateTime: isoSeconds(session.call.end),
    caller: endpoint(session, organization),
    callee: server,
    failureInfo: session.place % 9 === 8 ? { stage: 'midcall', reason: 'network lost' } : null,
    media: [media(session, organization)],
  };
  return { ...segment };
};

export const sessionId = (session: Session, organization: Organization): string =>
  guidOf(session, organization, 'session');

export const sessionDocument = (session: Session, organization: Organization): Json => {
  const document: CallRecords.Session = {
    id: sessionId(session, organization),
    startDateTime: isoSeconds(session.call.start + (isHost(session) ? 0 : minuteMs)),
    endDateTime: isoSeconds(session.call.end),
    modalities: session.participant.kind === 'phone' ? ['audio'] : ['audio', 'video'],
    isTest: false,
    caller: endpoint(session, organization),
    callee: server,
    failureInfo: null,
  };
  return { ...document };
};
